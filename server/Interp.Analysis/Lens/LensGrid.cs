using Interp.Contracts;
using Interp.Runtime;

namespace Interp.Analysis;

/// <summary>Reads the cells of a lens from one forward pass: rows are folded and multiplied in blocks, reduced where they are made.</summary>
internal sealed class LensGrid(RequestScope scope, LensHead head, LensPlan plan, IProgress<AnalysisProgress>? progress)
{
    // Rows in one product: enough to make reading the unembedding nearly free, few enough to show depth after depth.
    private const int BlockRows = 512;

    // Rows that are read together where they are kept until it is known what they follow.
    private const int MostKeptRows = 2048;

    private readonly string finalTap = TapName.ResidPost(scope.Spec.Layers - 1);

    /// <summary>Cells [position][row].</summary>
    public LensCell[][] Read(CancellationToken cancel)
    {
        using var pass = scope.Engine.Forward(plan.Prompt.Input, [.. plan.Depths.Select(depth => depth.Tap)], null, cancel);

        // What a row follows must be known before the row is read. Where it is the model's own answer, that is read first; in mode perLayer it
        // is the last row, and if there are few rows, they are read together and kept until it is known.
        var depths = plan.Depths.Count;
        var cells = new LensCell[depths][];
        var known = plan.Positions.All(position => plan.Known(position) is not null);
        if (known || KeepsRows())
        {
            ReadDepths(pass, depths, known ? [.. plan.Positions.Select(position => Followed(position, null))] : null, cells, cancel);
        }
        else
        {
            ReadAnswersFirst(pass, cells, cancel);
        }

        return [.. plan.Positions.Select((_, index) => cells.Select(depth => depth[index]).ToArray())];
    }

    private void ReadAnswersFirst(ForwardPass pass, LensCell[][] cells, CancellationToken cancel)
    {
        var answers = Answers(pass, cancel);
        var followed = plan.Positions.Select((position, index) => Followed(position, answers[index])).ToArray();
        var reused = plan.Mode == LensMode.PerLayer ? 1 : 0;
        if (reused > 0)
        {
            Show(cells, cells.Length - 1, [.. answers.Select((answer, index) => WithTarget(answer, followed[index][0]))]);
        }

        ReadDepths(pass, cells.Length - reused, followed, cells, cancel);
    }

    /// <summary>Takes the reductions of a depth, one per position, as its cells, and shows them to those who wait.</summary>
    private void Show(LensCell[][] cells, int depth, ReadOnlySpan<RowReduction> reductions)
    {
        var row = new LensCell[reductions.Length];
        for (var index = 0; index < row.Length; index++)
        {
            row[index] = LensCells.Of(reductions[index], plan.Top, scope.Texts);
        }

        cells[depth] = row;
        scope.Partials?.Report(new LensPartial { Row = plan.Depths[depth].Row, Cells = row });
    }

    /// <summary>True where all rows fit in memory at once, the last of each position being the model's own answer.</summary>
    private bool KeepsRows()
    {
        var rows = (long)plan.Positions.Length * plan.Depths.Count;
        return plan.Mode == LensMode.PerLayer && rows <= MostKeptRows && rows * head.Vocabulary <= VocabularyReducer.MostKept;
    }

    /// <summary>Folds the state of a depth and position, both checked.</summary>
    private void Fold(ForwardPass pass, LensDepth depth, int position, double? scale, Span<float> row)
    {
        var state = pass[depth.Tap].Row(position);
        FiniteGuard.Check(state, depth.Tap, depth.Row.Layer, position);
        head.Fold(state, scale ?? head.ScaleOf(state), row);
        FiniteGuard.Check(row, TapName.FinalNormalized, depth.Row.Layer, position);
    }

    private static InterpException NotFinite(LensDepth depth, int position) => FiniteGuard.NotFinite(TapName.Logits, depth.Row.Layer, position);

    /// <summary>The model's own output at each position.</summary>
    private RowReduction[] Answers(ForwardPass pass, CancellationToken cancel)
    {
        var whole = plan.Mode == LensMode.PerLayer;
        var rows = new float[plan.Positions.Length * head.Width];
        for (var index = 0; index < plan.Positions.Length; index++)
        {
            Fold(pass, plan.Depths[^1], plan.Positions[index], null, rows.AsSpan(index * head.Width, head.Width));
        }

        head.Finish(rows, plan.Positions.Length, cancel);
        var reduction = new ReductionPlan
        {
            Top = whole ? Math.Max(plan.Top, 1) : 1,
            Distribution = whole,
            Bias = head.Bias(cancel),
            Caps = _ => true,
            Followed = whole ? index => KnownTokens(plan.Positions[index]) : null,
        };
        return VocabularyReducer.Run(
            scope.Engine, rows, plan.Positions.Length, reduction, row => NotFinite(plan.Depths[^1], plan.Positions[row]), cancel);
    }

    private int[] KnownTokens(int position) =>
        [.. new[] { plan.Known(position), plan.Contrast }.OfType<int>()];

    /// <summary>Target and contrast at a position; without a known target the model's own top token.</summary>
    private int[] Followed(int position, RowReduction? answer)
    {
        var target = plan.Known(position) ?? answer?.Top[0].Id ?? throw new InvalidOperationException("The model's answer was not read.");
        return plan.Contrast is int contrast ? [target, contrast] : [target];
    }

    /// <summary>The answer as a row whose first followed token is the target.</summary>
    private RowReduction WithTarget(RowReduction answer, int target)
    {
        var known = plan.Contrast is null ? 0 : 1;
        return answer.Followed.Count > known
            ? answer
            : answer with { Followed = [new RankedToken(target, answer.Top[0].Value, 1), .. answer.Followed] };
    }

    /// <summary>
    /// Reads the first <paramref name="depths"/> depths, position after position, in blocks that end with a depth where depths are short. Without
    /// <paramref name="followed"/> all are read together, and those of a position follow the first token of its last.
    /// </summary>
    private void ReadDepths(ForwardPass pass, int depths, int[][]? followed, LensCell[][] cells, CancellationToken cancel)
    {
        var width = plan.Positions.Length;
        if (width == 0)
        {
            Array.Fill(cells, []);
            return;
        }

        var total = width * depths;
        var size = Math.Min(total, followed is null ? total : width < BlockRows ? BlockRows / width * width : BlockRows);
        var results = new RowReduction[total];
        var block = new float[size * head.Width];
        var scales = plan.Mode == LensMode.PerLayer ? null : plan.Positions.Select(position => head.ScaleOf(pass[finalTap].Row(position))).ToArray();
        var shown = 0;
        for (var first = 0; first < total; first += size)
        {
            var start = first;
            var count = Math.Min(size, total - first);
            Fold(pass, scales, first, count, block);
            head.Finish(block.AsMemory(0, count * head.Width), count, cancel);
            var reduction = Reduction(followed, start, (depths - 1) * width, cancel);
            VocabularyReducer.Run(scope.Engine, block.AsMemory(0, count * head.Width), count, reduction, row => At(start + row), cancel).CopyTo(results, first);
            for (; (shown + 1) * width <= first + count; shown++)
            {
                Show(cells, shown, results.AsSpan(shown * width, width));
            }

            progress?.Report(new AnalysisProgress("lens", first + count, total));
        }

        InterpException At(int row) => NotFinite(plan.Depths[row / width], plan.Positions[row % width]);
    }

    private ReductionPlan Reduction(int[][]? followed, int start, int last, CancellationToken cancel)
    {
        var width = plan.Positions.Length;
        return new ReductionPlan
        {
            Top = followed is null ? Math.Max(plan.Top, 1) : plan.Top,
            Bias = LensModes.AddsBias(plan.Mode) ? head.Bias(cancel) : null,
            Caps = _ => plan.Mode == LensMode.PerLayer,
            Followed = followed is null ? null : row => followed[(start + row) % width],
            FollowedAfter = followed is not null ? null : (all, row) => Followed(plan.Positions[row % width], all[last + (row % width)]),
        };
    }

    private void Fold(ForwardPass pass, double[]? scales, int first, int count, float[] block)
    {
        for (var row = 0; row < count; row++)
        {
            var (depth, index) = Math.DivRem(first + row, plan.Positions.Length);
            Fold(pass, plan.Depths[depth], plan.Positions[index], scales?[index], block.AsSpan(row * head.Width, head.Width));
        }
    }
}
