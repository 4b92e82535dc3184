using Interp.Models;
using Interp.Runtime.Prefixes;
using Interp.Runtime.Taps;

namespace Interp.Runtime.Sessions;

/// <summary>What of a forward pass is computed, and what comes from the prefix cache.</summary>
/// <param name="spec">The model.</param>
/// <param name="buffers">What is kept.</param>
/// <param name="lease">What is known of the prompt; null where nothing is.</param>
/// <param name="length">T.</param>
/// <param name="layers">Blocks to run.</param>
/// <param name="readsEnd">True where the stream after the last of them is read, whether it is kept or not.</param>
internal sealed class PassPlan(ModelSpec spec, TapBuffers buffers, PrefixLease? lease, int length, int layers, bool readsEnd)
{
    private readonly bool[] whole =
        [.. Enumerable.Range(0, layers).Select(layer => (lease?.Known ?? 0) == 0 || TapCatalog.BlockTaps(spec).Any(kind => IsMade(buffers, layer, kind)))];

    /// <summary>Positions whose rows are known.</summary>
    public int Known { get; } = lease?.Known ?? 0;

    /// <summary>True where a block is computed for all positions: nothing is known, or a tap is asked for that the cache does not keep.</summary>
    public bool IsWhole(int layer) => whole[layer];

    /// <summary>True where a block is computed at all.</summary>
    public bool Computes(int layer) => Known < length || IsWhole(layer);

    /// <summary>First position that is computed in a block that is.</summary>
    public int FirstOf(int layer) => IsWhole(layer) ? 0 : Known;

    /// <summary>True where the known rows of the stream after <paramref name="written"/> blocks are needed and not computed.</summary>
    public bool ReadsKnownStream(int written)
    {
        var computed = written > 0 && IsWhole(written - 1);
        var needed = buffers.KeepsStream(written) || (written == layers ? readsEnd : IsWhole(written));
        return Known > 0 && needed && !computed;
    }

    /// <summary>True for a tap that is asked for and that only a computation of the block gives.</summary>
    private static bool IsMade(TapBuffers buffers, int layer, TapKind kind) =>
        kind.Name != TapCatalog.Input && !TapCatalog.IsKeptByPrefix(kind) && buffers.Keeps(TapCatalog.BlockName(layer, kind.Name));
}
