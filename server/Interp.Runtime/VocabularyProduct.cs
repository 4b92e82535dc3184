using Interp.Models;

namespace Interp.Runtime;

/// <summary>Products of row vectors with the unembedding, tile by tile; nothing of size [N, V] is ever whole in memory.</summary>
/// <remarks>
/// Cost: 2 N D V floating-point operations. Each worker thread multiplies one block of rows with one tile of tokens and hands
/// the tile, still in its cache, to the visitor on the same thread.
/// </remarks>
public sealed class VocabularyProduct : IDisposable
{
    /// <summary>Prepares products with <paramref name="unembedding"/> [V, D] on <paramref name="threads"/> workers.</summary>
    public VocabularyProduct(Weight unembedding, int threads)
    {
        Unembedding = unembedding;
        Threads = threads;
    }

    /// <summary>[V, D].</summary>
    public Weight Unembedding { get; }

    /// <summary>Number of workers; visitors get a worker index below it.</summary>
    public int Threads { get; }

    /// <summary>Computes rows · W_U (no gain, no bias, no cap) and shows every tile once.</summary>
    /// <param name="rows">[count, D].</param>
    /// <param name="count">N.</param>
    /// <param name="visitor">Called concurrently, at most once at a time per worker.</param>
    /// <param name="cancel">Checked before every tile (a few milliseconds).</param>
    public void Multiply(ReadOnlyMemory<float> rows, int count, ITileVisitor visitor, CancellationToken cancel) =>
        throw new NotSupportedException($"{rows.Length}{count}{visitor}{cancel.CanBeCanceled}");

    /// <summary>weights · W_Uᵀ: for each row of token weights the weighted sum of unembedding rows, [count, D].</summary>
    /// <param name="fill">Fills weights [count, tokens] of the tokens from first on; called concurrently, once per worker at a time.</param>
    /// <param name="count">N.</param>
    /// <param name="sums">[count, D], overwritten.</param>
    /// <param name="cancel">Checked before every tile.</param>
    public void WeightedSums(TileFiller fill, int count, Span<float> sums, CancellationToken cancel) =>
        throw new NotSupportedException($"{fill}{count}{sums.Length}{cancel.CanBeCanceled}");

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}

/// <summary>Sees the tiles of a product.</summary>
public interface ITileVisitor
{
    /// <summary>One tile: values [rows, tokens], row-major, of the rows from <paramref name="firstRow"/> and the tokens from <paramref name="firstToken"/>.</summary>
    /// <param name="worker">Index of the calling worker; keep partial results per worker.</param>
    /// <param name="firstRow">First row of the tile.</param>
    /// <param name="rows">Rows of the tile.</param>
    /// <param name="firstToken">First token of the tile.</param>
    /// <param name="tokens">Tokens of the tile.</param>
    /// <param name="values">The tile; may be overwritten by the visitor.</param>
    void Visit(int worker, int firstRow, int rows, int firstToken, int tokens, Span<float> values);
}

/// <summary>Fills one tile of token weights [rows, tokens].</summary>
public delegate void TileFiller(int firstToken, int tokens, Span<float> weights);
