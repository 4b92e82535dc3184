using Interp.Contracts;
using Interp.Runtime;

namespace Interp.Analysis;

/// <summary>Reads the cells of a lens from one forward pass: rows are folded and multiplied in blocks, reduced where they are made.</summary>
internal sealed class LensGrid(RequestScope scope, LensHead head, LensPlan plan, IProgress<AnalysisProgress>? progress)
{
    // Rows in one product: enough to make reading the unembedding free, few enough to report and cancel between them.
    private const int BlockRows = 2048;

    private readonly string finalTap = TapName.ResidPost(scope.Spec.Layers - 1);

    /// <summary>Cells [position][row].</summary>
    public LensCell[][] Read(CancellationToken cancel)
    {
        using var pass = scope.Engine.Forward(plan.Prompt.Input, [.. plan.Depths.Select(depth => depth.Tap)], null, cancel);

        // What a row follows must be known before the row is read. Where it is the model's own answer, that is read first; in mode perLayer it
        // is the last row, and if there are few rows, they are read together and kept until it is known.
        var depths = plan.Depths.Count;
        var known = plan.Positions.All(position => plan.Known(position) is not null);
        if (known || KeepsRows())
        {
            var all = Rows(pass, depths, known ? [.. plan.Positions.Select(position => Followed(position, null))] : null, cancel);
            return [.. plan.Positions.Select((_, index) => Cells(all, depths, index, null))];
        }

        var answers = Answers(pass, cancel);
        var followed = plan.Positions.Select((position, index) => Followed(position, answers[index])).ToArray();
        var reused = plan.Mode == LensMode.PerLayer ? 1 : 0;
        var rows = Rows(pass, depths - reused, followed, cancel);
        return [.. plan.Positions.Select((_, index) => Cells(rows, depths - reused, index, reused > 0 ? WithTarget(answers[index], followed[index][0]) : null))];
    }

    /// <summary>True where all rows fit in memory at once, the last of each position being the model's own answer.</summary>
    private bool KeepsRows()
    {
        var rows = (long)plan.Positions.Length * plan.Depths.Count;
        return plan.Mode == LensMode.PerLayer && rows <= BlockRows && rows * head.Vocabulary <= VocabularyReducer.MostKept;
    }

    private LensCell[] Cells(RowReduction[] rows, int depths, int index, RowReduction? last)
    {
        var cells = rows.Skip(index * depths).Take(depths);
        return [.. (last is null ? cells : cells.Append(last)).Select(row => LensCells.Of(row, plan.Top, scope.Texts))];
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

    /// <summary>All rows; without <paramref name="followed"/> those of a position follow the first token of its last.</summary>
    private RowReduction[] Rows(ForwardPass pass, int depths, int[][]? followed, CancellationToken cancel)
    {
        var total = plan.Positions.Length * depths;
        var results = new RowReduction[total];
        var block = new float[Math.Min(total, BlockRows) * head.Width];
        var scales = plan.Mode == LensMode.PerLayer ? null : plan.Positions.Select(position => head.ScaleOf(pass[finalTap].Row(position))).ToArray();
        for (var first = 0; first < total; first += BlockRows)
        {
            var start = first;
            var count = Math.Min(BlockRows, total - first);
            Fold(pass, depths, scales, first, count, block);
            head.Finish(block.AsMemory(0, count * head.Width), count, cancel);
            var reduction = new ReductionPlan
            {
                Top = followed is null ? Math.Max(plan.Top, 1) : plan.Top,
                Bias = LensModes.AddsBias(plan.Mode) ? head.Bias(cancel) : null,
                Caps = _ => plan.Mode == LensMode.PerLayer,
                Followed = followed is null ? null : row => followed[(start + row) / depths],
                FollowedAfter = followed is not null ? null : (all, row) => Followed(plan.Positions[row / depths], all[(((row / depths) + 1) * depths) - 1]),
            };
            VocabularyReducer.Run(scope.Engine, block.AsMemory(0, count * head.Width), count, reduction, row => At(start + row), cancel)
                .CopyTo(results, first);
            progress?.Report(new AnalysisProgress("lens", first + count, total));
        }

        return results;

        InterpException At(int row) => NotFinite(plan.Depths[row % depths], plan.Positions[row / depths]);
    }

    private void Fold(ForwardPass pass, int depths, double[]? scales, int first, int count, float[] block)
    {
        for (var row = 0; row < count; row++)
        {
            var (index, depth) = Math.DivRem(first + row, depths);
            Fold(pass, plan.Depths[depth], plan.Positions[index], scales?[index], block.AsSpan(row * head.Width, head.Width));
        }
    }
}
