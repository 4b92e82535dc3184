using Interp.Models;
using Interp.Runtime.Prefixes;
using Interp.Runtime.Taps;
using Microsoft.ML.OnnxRuntime;

namespace Interp.Runtime.Sessions;

/// <summary>
/// Compares the first block, bit for bit: rows from the prefix cache followed by a suffix, against all rows computed. It would notice a machine
/// whose kernels do not work row by row.
/// </summary>
internal sealed unsafe class SuffixCheck(ModelSpec spec, PartSessions parts, PrefixLease lease)
{
    private readonly (PrefixPart Part, string Tap, int Level)[] compared =
        [(PrefixPart.Key, TapCatalog.Key, 0), (PrefixPart.Value, TapCatalog.Value, 0), (PrefixPart.Stream, TapCatalog.Output, 1)];

    /// <summary>True where all bits are the same.</summary>
    public bool Agrees(ModelInput input, RunOptions options, CancellationToken cancel)
    {
        var layout = PrefixLayout.Of(spec);
        var length = input.Length;
        using var stream = new NativeFloats((long)length * spec.Width);
        using var blocks = new BlockRunner(spec, parts, length, lease);
        parts.Embed(input, 0, stream.At(0), options, cancel);
        var expected = Memory();
        var got = Memory();
        try
        {
            blocks.Whole(0, stream.At(0), Targets(expected, 0), options, cancel);
            blocks.Suffix(0, stream.At(0), Targets(got, lease.Known), options, cancel);
            for (var index = 0; index < compared.Length; index++)
            {
                lease.Read(compared[index].Part, compared[index].Level, 0, lease.Known, got[index].At(0));
            }

            // As whole numbers: a zero and a negative zero are different bits.
            return expected.Zip(got).All(pair => System.Runtime.InteropServices.MemoryMarshal.Cast<float, int>(pair.First.GetSpan())
                .SequenceEqual(System.Runtime.InteropServices.MemoryMarshal.Cast<float, int>(pair.Second.GetSpan())));
        }
        finally
        {
            foreach (var memory in expected.Concat(got))
            {
                ((IDisposable)memory).Dispose();
            }
        }

        NativeFloats[] Memory() => [.. compared.Select(item => new NativeFloats((long)length * layout.RowLength(item.Part)))];

        List<BlockTarget> Targets(NativeFloats[] memory, int first) => [.. compared.Select((item, index) => new BlockTarget(
            TapCatalog.BlockTaps(spec).First(kind => kind.Name == item.Tap), (nint)memory[index].At((long)first * layout.RowLength(item.Part))))];
    }
}
