using System.Numerics.Tensors;
using Interp.Models;
using Interp.Runtime.Sessions;

namespace Interp.Runtime.Products;

/// <summary>Weighted sums of unembedding rows, a tile of tokens at a time; each worker adds up its own tiles, then the workers' sums are added in order.</summary>
internal sealed unsafe class WeightedSum(Weight unembedding, TokenTiles rows, WorkerPool pool, GemmKernel kernel)
{
    private const int MostTokens = 2048;
    private const int FewestTokens = 64;

    /// <summary>As <see cref="VocabularyProduct.WeightedSums"/>.</summary>
    public void Run(TileFiller fill, int count, Span<float> sums, CancellationToken cancel)
    {
        var width = unembedding.Columns;
        var tokensPerTile = Math.Clamp(TilePlan.MostValues / Math.Max(count, 1), FewestTokens, MostTokens);
        var tiles = (unembedding.Rows + tokensPerTile - 1) / tokensPerTile;
        var partial = new NativeFloats?[pool.Workers];
        try
        {
            pool.Run(worker =>
            {
                var total = partial[worker] = new NativeFloats((long)count * width);
                total.GetSpan().Clear();
                using var weights = new NativeFloats((long)count * tokensPerTile);
                using var product = new NativeFloats((long)count * width);
                for (var tile = worker; tile < tiles; tile += pool.Workers)
                {
                    cancel.ThrowIfCancellationRequested();
                    var firstToken = tile * tokensPerTile;
                    var tokens = Math.Min(tokensPerTile, unembedding.Rows - firstToken);
                    fill(firstToken, tokens, new Span<float>(weights.At(0), count * tokens));
                    kernel.Multiply(weights.At(0), rows.Rows(worker, firstToken, tokens), product.At(0), count, tokens, width);
                    TensorPrimitives.Add(total.GetSpan(), product.GetSpan(), total.GetSpan());
                }
            });
            sums = sums[..(count * width)];
            sums.Clear();
            foreach (var part in partial)
            {
                TensorPrimitives.Add<float>(sums, (part ?? throw new InvalidOperationException("A worker did not run.")).GetSpan(), sums);
            }
        }
        finally
        {
            Array.ForEach(partial, part => ((IDisposable?)part)?.Dispose());
        }
    }
}
