using Interp.Models;
using Interp.Runtime.Products;
using Interp.Runtime.Sessions;

namespace Interp.Runtime;

/// <summary>Products of row vectors with the unembedding, tile by tile; nothing of size [N, V] is ever whole in memory.</summary>
/// <remarks>
/// Cost: 2 N D V floating-point operations. Each worker multiplies one block of rows with one tile of tokens and hands the tile, still in its
/// cache, to the visitor on the same thread.
/// <para>
/// Results can be repeated bit for bit: the tiles depend on N, D and V alone, the worker of a tile on the number of workers too, and each
/// worker sees its tiles in ascending order of row and then token. A visitor that keeps partial results per worker and adds them up in the
/// order of the workers is deterministic for a given number of threads; one that keeps them per tile, for any.
/// </para>
/// </remarks>
public sealed unsafe class VocabularyProduct : IDisposable
{
    private readonly WorkerPool pool;
    private readonly WorkGate gate;
    private readonly Lazy<GemmKernel> product = new(() => new GemmKernel(transposeRight: true));
    private readonly Lazy<GemmKernel> weightedSum = new(() => new GemmKernel(transposeRight: false));
    private readonly NativeFloats?[] tiles;
    private readonly TokenTiles tokenTiles;
    private readonly List<IDisposable> owned = [];

    /// <summary>Products with <paramref name="unembedding"/> [V, D] on <paramref name="threads"/> workers of its own.</summary>
    public VocabularyProduct(Weight unembedding, int threads)
        : this(unembedding, new WorkerPool(threads), new WorkGate()) => owned.AddRange([pool, gate]);

    /// <summary>Products that take turns with other work on the same model.</summary>
    internal VocabularyProduct(Weight unembedding, WorkerPool pool, WorkGate gate)
    {
        Unembedding = unembedding;
        this.pool = pool;
        this.gate = gate;
        tiles = new NativeFloats?[pool.Workers];
        tokenTiles = new TokenTiles(unembedding, pool.Workers);
    }

    /// <summary>[V, D].</summary>
    public Weight Unembedding { get; }

    /// <summary>Number of workers; visitors get a worker index below it.</summary>
    public int Threads => pool.Workers;

    /// <summary>Computes rows · W_U (no gain, no bias, no cap) and shows every tile once.</summary>
    /// <param name="rows">[count, D].</param>
    /// <param name="count">N.</param>
    /// <param name="visitor">Called concurrently, at most once at a time per worker.</param>
    /// <param name="cancel">Checked before every tile (a few milliseconds).</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void Multiply(ReadOnlyMemory<float> rows, int count, ITileVisitor visitor, CancellationToken cancel)
    {
        gate.Enter(cancel);
        try
        {
            MultiplyInTurn(rows, count, visitor, cancel);
        }
        finally
        {
            gate.Exit();
        }
    }

    /// <summary>weights · W_Uᵀ: for each row of token weights the weighted sum of unembedding rows, [count, D].</summary>
    /// <param name="fill">Fills weights [count, tokens] of the tokens from first on; called concurrently, once per worker at a time.</param>
    /// <param name="count">N.</param>
    /// <param name="sums">[count, D], overwritten.</param>
    /// <param name="cancel">Checked before every tile.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void WeightedSums(TileFiller fill, int count, Span<float> sums, CancellationToken cancel)
    {
        gate.Enter(cancel);
        try
        {
            new WeightedSum(Unembedding, tokenTiles, pool, weightedSum.Value).Run(fill, count, sums, cancel);
        }
        finally
        {
            gate.Exit();
        }
    }

    /// <summary>As <see cref="Multiply"/> for a caller whose turn it is.</summary>
    internal void MultiplyInTurn(ReadOnlyMemory<float> rows, int count, ITileVisitor visitor, CancellationToken cancel)
    {
        if (count == 0)
        {
            return;
        }

        var plan = new TilePlan(count, Unembedding.Rows, pool.Workers);
        using var pin = rows.Pin();
        using var few = FewRows.Of(rows.Span, count, Unembedding.Columns);
        var first = (nint)pin.Pointer;
        for (var stage = 0; stage < plan.Stages; stage++)
        {
            var (from, to) = plan.Stage(stage);
            pool.Run(worker =>
            {
                for (var tile = from + worker; tile < to; tile += pool.Workers)
                {
                    cancel.ThrowIfCancellationRequested();
                    Show(plan.Tile(tile), (float*)first, few, worker, visitor);
                }
            });
            gate.StepAside();
        }
    }

    private void Show(TilePlan.Part part, float* rows, FewRows? few, int worker, ITileVisitor visitor)
    {
        var width = Unembedding.Columns;
        var buffer = tiles[worker] ??= new NativeFloats(TilePlan.MostValues);
        var values = buffer.At(0);
        var tokens = tokenTiles.Rows(worker, part.FirstToken, part.Tokens);
        if (few is null || !few.Multiply(part, tokens, values))
        {
            product.Value.Multiply(
                rows + ((long)part.FirstRow * width),
                tokens,
                values,
                part.Rows,
                width,
                part.Tokens);
        }

        visitor.Visit(worker, part.FirstRow, part.Rows, part.FirstToken, part.Tokens, new Span<float>(values, part.Rows * part.Tokens));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        owned.ForEach(item => item.Dispose());
        Array.ForEach(tiles, tile => ((IDisposable?)tile)?.Dispose());
        tokenTiles.Dispose();
        if (product.IsValueCreated)
        {
            product.Value.Dispose();
        }

        if (weightedSum.IsValueCreated)
        {
            weightedSum.Value.Dispose();
        }
    }
}
