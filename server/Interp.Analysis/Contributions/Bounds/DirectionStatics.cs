using Interp.Runtime;

namespace Interp.Analysis.Contributions;

/// <summary>Statics as a request finds them: fetched when first asked for.</summary>
internal sealed class DirectionStatics(OpenModel open, Readout readout)
{
    /// <summary>Statics of all rows.</summary>
    public ContributionStatics Rows(CancellationToken cancel) => StaticsStore.Of(open).Rows(open, readout, cancel);

    /// <summary>Length and spread of every row that a branch writes with.</summary>
    public (float[] Lengths, float[] Spreads) OfBranch(Branch branch, CancellationToken cancel)
    {
        var rows = Rows(cancel);
        return branch.IsAttention
            ? (rows.AttentionLengths[branch.Layer], rows.AttentionSpreads[branch.Layer])
            : (rows.FeedForwardLengths[branch.Layer], rows.FeedForwardSpreads[branch.Layer]);
    }

    /// <summary>Length and spread of what a head writes for given entries y [K].</summary>
    public (float Length, float Spread) OfHead(int layer, int head, ReadOnlySpan<float> entries, CancellationToken cancel)
    {
        var heads = StaticsStore.Of(open).Heads(open, readout, cancel);
        return ((float)Math.Sqrt(Form(heads.Lengths[layer], head, entries)), (float)Form(heads.Spreads[layer], head, entries));
    }

    private static double Form(float[] matrices, int head, ReadOnlySpan<float> entries)
    {
        var width = entries.Length;
        var sum = 0.0;
        var size = 0.0;
        for (var row = 0; row < width; row++)
        {
            var line = matrices.AsSpan(((head * width) + row) * width, width);
            var product = System.Numerics.Tensors.TensorPrimitives.Dot(line, entries);
            sum += (double)entries[row] * product;
            size += Math.Abs((double)entries[row] * line[row] * entries[row]);
        }

        // A form that is almost 0 is rounding: a bound may be too great, never too small.
        return Math.Max(0, sum) + (1e-5 * size);
    }
}
