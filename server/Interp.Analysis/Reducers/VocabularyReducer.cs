using System.Buffers;
using System.Numerics.Tensors;
using Interp.Contracts;
using Interp.Numerics;
using Interp.Runtime;

namespace Interp.Analysis;

/// <summary>Reduces the product of rows with the unembedding, tile by tile while a tile is in its worker's cache, to what a lens shows.</summary>
/// <remarks>No array of size [rows, V] is made, but for a few rows that <see cref="ReductionPlan.FollowedAfter"/> asks of. The same rows in the same tiles give the same bits on any number of workers.</remarks>
public sealed class VocabularyReducer : ITileVisitor
{
    /// <summary>The most values of rows that are kept until it is known which tokens they follow: 32 MB.</summary>
    public const long MostKept = 8L << 20;

    private readonly LensHead head;
    private readonly ReductionPlan plan;
    private readonly float[] kept = [];
    private readonly RowWork?[][] work;
    private readonly List<TileSum>[] sums;
    private readonly FollowedStart[][] starts;
    private readonly float[][] followedValues;
    private readonly bool[] addsBias;
    private readonly bool[] caps;
    private readonly Lock gate = new();
    private int? notFinite;

    private VocabularyReducer(LensHead head, ReductionPlan plan, ReadOnlySpan<float> rows, int count, VocabularyProduct product)
    {
        this.head = head;
        this.plan = plan;
        addsBias = [.. Enumerable.Range(0, count).Select(row => plan.Bias is not null && (plan.AddsBias?.Invoke(row) ?? true))];
        caps = [.. Enumerable.Range(0, count).Select(row => head.Cap is not null && (plan.Caps?.Invoke(row) ?? false))];
        starts = new FollowedStart[count][];
        followedValues = new float[count][];
        for (var row = 0; row < count; row++)
        {
            starts[row] = Start(row, rows.Slice(row * head.Width, head.Width), product);
            followedValues[row] = new float[starts[row].Length];
        }

        if (plan.FollowedAfter is not null)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan((long)count * head.Vocabulary, MostKept, nameof(count));
            kept = ArrayPool<float>.Shared.Rent(count * head.Vocabulary);
        }

        work = [.. Enumerable.Range(0, product.Threads).Select(_ => new RowWork?[count])];

        // Room for tiles of 512 tokens: lists that grow would copy megabytes.
        var tiles = count * ((head.Vocabulary / 512) + 1) / product.Threads;
        sums = [.. Enumerable.Range(0, product.Threads).Select(_ => new List<TileSum>(plan.Distribution ? tiles : 0))];
    }

    /// <summary>Multiplies <paramref name="rows"/> [count, D] with the unembedding and keeps what <paramref name="plan"/> says.</summary>
    /// <param name="engine">Whose unembedding.</param>
    /// <param name="rows">[count, D], folded (see <see cref="LensHead.Fold(ReadOnlySpan{float}, double, Span{float})"/>).</param>
    /// <param name="count">N.</param>
    /// <param name="plan">What to keep.</param>
    /// <param name="notFinite">Makes the refusal when a value of a row is not finite.</param>
    /// <param name="cancel">Cancels between tiles.</param>
    /// <returns>One entry per row.</returns>
    /// <exception cref="InterpException">NotFinite, as <paramref name="notFinite"/> makes it.</exception>
    public static RowReduction[] Run(
        Engine engine, ReadOnlyMemory<float> rows, int count, ReductionPlan plan, Func<int, InterpException> notFinite, CancellationToken cancel)
    {
        if (count == 0)
        {
            return [];
        }

        var reducer = new VocabularyReducer(LensHead.Of(engine), plan, rows.Span, count, engine.Vocabulary);
        try
        {
            engine.Vocabulary.Multiply(rows, count, reducer, cancel);
            return reducer.notFinite is int row ? throw notFinite(row) : reducer.Results();
        }
        finally
        {
            if (reducer.kept.Length > 0)
            {
                ArrayPool<float>.Shared.Return(reducer.kept);
            }
        }
    }

    /// <inheritdoc/>
    public void Visit(int worker, int firstRow, int rows, int firstToken, int tokens, Span<float> values)
    {
        for (var row = firstRow; row < firstRow + rows; row++)
        {
            var line = values.Slice((row - firstRow) * tokens, tokens);
            Finish(row, firstToken, line);
            var greatest = SoftmaxSums.FiniteMax(line);
            if (!float.IsFinite(greatest))
            {
                Report(row);
                continue;
            }

            if (plan.Distribution)
            {
                var (sum, weighted) = SoftmaxSums.Of(line, greatest);
                sums[worker].Add(new TileSum(row, firstToken, greatest, sum, weighted));
            }

            (work[worker][row] ??= new RowWork(plan, starts[row])).Look(line, firstToken, greatest);
            KeepFollowed(row, firstToken, line);
            if (plan.FollowedAfter is not null)
            {
                line.CopyTo(kept.AsSpan((row * head.Vocabulary) + firstToken));
            }
        }
    }

    private void Report(int row)
    {
        // The lowest row is named, whichever worker is first.
        lock (gate)
        {
            notFinite = Math.Min(notFinite ?? row, row);
        }
    }

    private void Finish(int row, int firstToken, Span<float> line)
    {
        if (addsBias[row] && plan.Bias is { } bias)
        {
            TensorPrimitives.Add(line, bias.Span.Slice(firstToken, line.Length), line);
        }

        if (caps[row])
        {
            head.ApplyCap(line);
        }
    }

    private void KeepFollowed(int row, int firstToken, ReadOnlySpan<float> line)
    {
        for (var index = 0; index < starts[row].Length; index++)
        {
            var offset = starts[row][index].Id - firstToken;
            if ((uint)offset < (uint)line.Length)
            {
                followedValues[row][index] = line[offset];
            }
        }
    }

    private FollowedStart[] Start(int row, ReadOnlySpan<float> values, VocabularyProduct product)
    {
        var followed = plan.Followed?.Invoke(row) ?? [];
        var starting = new FollowedStart[followed.Count];
        for (var index = 0; index < starting.Length; index++)
        {
            var (estimate, error) = DotBounds.Of(values, product.Unembedding.Row(followed[index]));
            if (addsBias[row] && plan.Bias is { } bias)
            {
                estimate += bias.Span[followed[index]];
                error += Math.Abs(estimate) * 1e-6;
            }

            if (caps[row] && head.Cap is double cap)
            {
                // The cap brings values closer together; its own rounding is a few units of the last place.
                estimate = Math.Tanh(estimate / cap) * cap;
                error += cap * 1e-6;
            }

            starting[index] = new FollowedStart(followed[index], estimate, error);
        }

        return starting;
    }

    private RowReduction[] Results()
    {
        var totals = Totals();
        RowReduction[] results = [.. Enumerable.Range(0, starts.Length).Select(row => Result(row, totals[row]))];
        return plan.FollowedAfter is { } after
            ? [.. results.Select((result, row) => result with { Followed = [.. result.Followed, .. after(results, row).Select(token => Ranked(row, token))] })]
            : results;
    }

    /// <summary>A token among the values of a row that were kept.</summary>
    private RankedToken Ranked(int row, int token)
    {
        var values = kept.AsSpan(row * head.Vocabulary, head.Vocabulary);
        var counter = new RankCounter(values[token], error: 0);
        counter.Look(values);
        return new RankedToken(token, values[token], counter.RankOf(values[token]));
    }

    private RowReduction Result(int row, SoftmaxTotal total)
    {
        var all = new RowWork(plan, starts[row]);
        foreach (var part in work)
        {
            if (part[row] is { } seen)
            {
                all.Add(seen);
            }
        }

        return new RowReduction
        {
            Top = all.Top.Sorted(),
            Bottom = all.Bottom.Sorted(),
            LogSumExp = plan.Distribution ? total.LogSumExp : double.NaN,
            EntropyBits = plan.Distribution ? total.EntropyBits : double.NaN,
            Followed = [.. starts[row].Select((start, index) =>
                new RankedToken(start.Id, followedValues[row][index], all.Counters[index].RankOf(followedValues[row][index])))],
        };
    }

    /// <summary>Adds the tiles of each row in the order of their tokens, whichever worker had them.</summary>
    private SoftmaxTotal[] Totals()
    {
        var totals = new SoftmaxTotal[starts.Length];
        Array.Fill(totals, new SoftmaxTotal());
        var tiles = new TileSum[sums.Sum(list => list.Count)];
        var end = 0;
        foreach (var list in sums)
        {
            list.CopyTo(tiles, end);
            end += list.Count;
            list.Clear();
        }

        Array.Sort(Array.ConvertAll(tiles, tile => ((long)tile.FirstToken << 32) | (uint)tile.Row), tiles);
        foreach (var tile in tiles)
        {
            totals[tile.Row].Add(tile.Greatest, tile.Sum, tile.Weighted);
        }

        return totals;
    }

    private readonly record struct TileSum(int Row, int FirstToken, float Greatest, double Sum, double Weighted);
}
