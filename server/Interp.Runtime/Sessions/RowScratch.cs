using Interp.Models;
using Interp.Runtime.Prefixes;
using Interp.Runtime.Taps;

namespace Interp.Runtime.Sessions;

/// <summary>Where the outputs of a block go: taps to their place, keys and values that only the prefix cache wants to memory of one block.</summary>
internal sealed unsafe class RowScratch : IDisposable
{
    private readonly TapBuffers buffers;
    private readonly PrefixLease? lease;
    private readonly int width;
    private readonly int kvWidth;
    private readonly NativeFloats? keys;
    private readonly NativeFloats? values;

    /// <summary>Memory for a prompt of <paramref name="length"/> tokens.</summary>
    public RowScratch(ModelSpec spec, TapBuffers buffers, PrefixLease? lease, int length)
    {
        this.buffers = buffers;
        this.lease = lease;
        width = spec.Width;
        kvWidth = spec.KvHeads * spec.HeadWidth;
        if (lease is { Fills: true })
        {
            keys = new NativeFloats((long)length * kvWidth);
            values = new NativeFloats((long)length * kvWidth);
        }
    }

    /// <summary>Where an output of a block goes that is computed from position <paramref name="first"/> on; null where nobody wants it.</summary>
    public float* Target(TapKind kind, int layer, int first) => kind.Name switch
    {
        TapCatalog.Input => null,
        TapCatalog.Output => buffers.Stream(layer + 1) + ((long)first * width),
        TapCatalog.Key => Rows(TapName.Key(layer), keys, first),
        TapCatalog.Value => Rows(TapName.Value(layer), values, first),
        _ when buffers.Keeps(TapCatalog.BlockName(layer, kind.Name)) => buffers.At(TapCatalog.BlockName(layer, kind.Name)),
        _ => null,
    };

    /// <summary>Copies the known rows of keys and values to the taps that are kept.</summary>
    public void ReadKnown(PassPlan plan, int layer)
    {
        if (lease is not null && !plan.IsWhole(layer))
        {
            Read(PrefixPart.Key, TapName.Key(layer), layer, lease);
            Read(PrefixPart.Value, TapName.Value(layer), layer, lease);
        }
    }

    /// <summary>Hands the rows of a block, computed from position <paramref name="first"/> on, to the prefix cache.</summary>
    public void Write(int layer, int first)
    {
        if (lease is { Fills: true })
        {
            lease.Write(PrefixPart.Key, layer, first, Rows(TapName.Key(layer), keys, first));
            lease.Write(PrefixPart.Value, layer, first, Rows(TapName.Value(layer), values, first));
            lease.Write(PrefixPart.Stream, layer + 1, first, buffers.Stream(layer + 1) + ((long)first * width));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ((IDisposable?)keys)?.Dispose();
        ((IDisposable?)values)?.Dispose();
    }

    private void Read(PrefixPart part, string tap, int layer, PrefixLease source)
    {
        if (buffers.Keeps(tap))
        {
            source.Read(part, layer, 0, source.Known, buffers.At(tap));
        }
    }

    private float* Rows(string tap, NativeFloats? scratch, int first) =>
        buffers.Keeps(tap) ? buffers.At(tap) + ((long)first * kvWidth) : scratch is null ? null : scratch.At(0);
}
