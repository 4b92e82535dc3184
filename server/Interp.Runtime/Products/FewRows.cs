using Interp.Models;
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
    private readonly Weight unembedding;

    private FewRows(ReadOnlySpan<float> rows, int count, Weight unembedding)
    {
        this.count = count;
        this.unembedding = unembedding;
        turned = new NativeFloats(FewRowsProduct.TurnedLength(count, unembedding.Columns));
        FewRowsProduct.Turn(rows, count, unembedding.Columns, turned.GetSpan());
    }

    /// <summary>Prepares <paramref name="rows"/>; null where the general kernel is to be used: for fewer or more rows, and on machines without its instructions.</summary>
    public static FewRows? Of(ReadOnlySpan<float> rows, int count, Weight unembedding) =>
        FewRowsProduct.IsFast && count is >= FewestRows and <= FewRowsProduct.MostRows ? new FewRows(rows, count, unembedding) : null;

    /// <summary>Computes a tile; false where it is one for the general kernel.</summary>
    public bool Multiply(TilePlan.Part part, float* values)
    {
        if (part.Tokens < FewestTokens)
        {
            return false;
        }

        var width = unembedding.Columns;
        var tokens = new ReadOnlySpan<float>((float*)unembedding.Pointer + ((long)part.FirstToken * width), part.Tokens * width);
        FewRowsProduct.Multiply(turned.GetSpan(), count, tokens, width, new Span<float>(values, count * part.Tokens));
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => ((IDisposable)turned).Dispose();
}
