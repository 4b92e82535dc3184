using Interp.Numerics;
using Interp.Runtime.Sessions;

namespace Interp.Runtime.Products;

/// <summary>The product of a few rows with the unembedding by a kernel of its own, which gives the bits of the general one in less time.</summary>
internal sealed unsafe class FewRows : IDisposable
{
    /// <summary>With fewer rows this kernel, which works on 16 or 32 of them, is no quicker than the general one.</summary>
    private const int FewestRows = 8;

    /// <summary>In tiles of fewer tokens the general kernel adds up otherwise.</summary>
    private const int FewestTokens = 65;

    private readonly NativeFloats turned;
    private readonly int count;
    private readonly int width;

    private FewRows(ReadOnlySpan<float> rows, int count, int width)
    {
        this.count = count;
        this.width = width;
        turned = new NativeFloats(FewRowsProduct.TurnedLength(count, width));
        FewRowsProduct.Turn(rows, count, width, turned.GetSpan());
    }

    /// <summary>Prepares <paramref name="rows"/>; null where the general kernel is to be used: for fewer or more rows, and on machines without its instructions.</summary>
    public static FewRows? Of(ReadOnlySpan<float> rows, int count, int width) =>
        FewRowsProduct.IsFast && count is >= FewestRows and <= FewRowsProduct.MostRows ? new FewRows(rows, count, width) : null;

    /// <summary>Computes a tile; false where it is one for the general kernel.</summary>
    /// <param name="part">Which.</param>
    /// <param name="tokens">Its rows of the unembedding.</param>
    /// <param name="values">[rows, tokens], overwritten.</param>
    public bool Multiply(TilePlan.Part part, float* tokens, float* values)
    {
        if (part.Tokens < FewestTokens)
        {
            return false;
        }

        var matrix = new ReadOnlySpan<float>(tokens, part.Tokens * width);
        FewRowsProduct.Multiply(turned.GetSpan(), count, matrix, width, new Span<float>(values, count * part.Tokens));
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => ((IDisposable)turned).Dispose();
}
