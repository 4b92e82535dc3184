using Interp.Contracts;
using Interp.Runtime;

namespace Interp.Analysis;

/// <summary>Computes the vectors of a plan and projects them all in one product.</summary>
internal sealed class Projector(RequestScope scope, LensHead head, ProjectPlan plan)
{
    private readonly string finalTap = TapName.ResidPost(scope.Spec.Layers - 1);

    /// <summary>One entry per vector, in order.</summary>
    public ProjectedVector[] Project(CancellationToken cancel)
    {
        using var pass = Pass(cancel);
        var count = plan.Vectors.Count;
        var rows = new float[count * head.Width];
        var (norms, scales) = (new double[count], new double[count]);
        for (var index = 0; index < count; index++)
        {
            var vector = rows.AsSpan(index * head.Width, head.Width);
            plan.Vectors[index].Fill(pass, vector);
            if (!FiniteGuard.IsFinite(vector))
            {
                throw NotFinite(index);
            }

            norms[index] = Length(vector);
            scales[index] = Scale(plan.Vectors[index], pass, vector);
            head.Fold(vector, scales[index], vector);
        }

        head.Finish(rows, count, cancel);
        var reductions = VocabularyReducer.Run(scope.Engine, rows, count, Reduction(cancel), row => NotFinite(row), cancel);
        return [.. reductions.Select((reduction, index) => Result(plan.Vectors[index], scales[index], norms[index], reduction))];
    }

    private ReductionPlan Reduction(CancellationToken cancel) => new()
    {
        Top = plan.Top,
        Bottom = plan.Bottom,
        Distribution = plan.Entropy || plan.Target is not null,
        Bias = plan.Vectors.Any(plan.AddsBias) ? head.Bias(cancel) : null,
        AddsBias = row => plan.AddsBias(plan.Vectors[row]),
        Caps = row => plan.ModeOf(plan.Vectors[row]) == LensMode.PerLayer,
        Followed = plan.Target is int target ? _ => [target] : null,
    };

    private ForwardPass? Pass(CancellationToken cancel)
    {
        var taps = plan.Vectors.SelectMany(vector => vector.Taps).ToHashSet();
        if (plan.Prompt is not { } prompt)
        {
            return null;
        }

        if (plan.Vectors.Any(vector => plan.ModeOf(vector) is LensMode.Frozen or LensMode.Author))
        {
            taps.Add(finalTap);
        }

        return taps.Count > 0 ? scope.Engine.Forward(prompt.Input, taps, null, cancel) : null;
    }

    private double Scale(PlannedVector vector, ForwardPass? pass, ReadOnlySpan<float> values)
    {
        switch (plan.ModeOf(vector))
        {
            case LensMode.Weights:
                return 1;
            case LensMode.PerLayer:
                return head.ScaleOf(values);
            default:
                if (pass is null || (vector.Position ?? plan.Position) is not int position)
                {
                    throw new InvalidOperationException("A frozen scale needs a pass.");
                }

                var final = pass[finalTap].Row(position);
                FiniteGuard.Check(final, finalTap, scope.Spec.Layers - 1, position);
                return head.ScaleOf(final);
        }
    }

    private InterpException NotFinite(int index) => new(
        ErrorKind.NotFinite,
        $"The projection of `vectors[{index}]` is not a number.",
        "Check the model's weights with `interp models verify`.",
        new() { ["member"] = $"vectors[{index}]", ["layer"] = plan.Vectors[index].Choice.Layer, ["position"] = plan.Vectors[index].Position });

    private ProjectedVector Result(PlannedVector vector, double scale, double norm, RowReduction row) => new()
    {
        Vector = vector.Choice,
        Mode = LensModes.NameOf(plan.ModeOf(vector)),
        Scale = head.IsLinear ? scale : null,
        Norm = norm,
        Top = scope.Texts.Values(row.Top),
        Bottom = scope.Texts.Values(row.Bottom),
        Entropy = plan.Entropy ? row.EntropyBits : null,
        Target = row.Followed is [var target, ..] ? Target(target, row.LogSumExp) : null,
    };

    private ProjectedTarget Target(RankedToken token, double logSumExp) => new()
    {
        Id = token.Id,
        Text = scope.Texts[token.Id],
        Value = token.Value,
        LogProb = token.Value - logSumExp,
        Rank = token.Rank,
    };

    private static double Length(ReadOnlySpan<float> vector)
    {
        var squares = 0.0;
        foreach (var value in vector)
        {
            squares += (double)value * value;
        }

        return Math.Sqrt(squares);
    }
}
