using Interp.Runtime.Reference;

namespace Interp.Runtime.Verification;

/// <summary>The difference of an engine's tap from the reference's, measured as its contents ask.</summary>
internal static class TapComparison
{
    /// <summary>How tap <paramref name="name"/> is measured.</summary>
    public static TapMeasure MeasureOf(string name) => name[(name.LastIndexOf('.') + 1)..] switch
    {
        "logits" => TapMeasure.Logits,
        "hook_attn_scores" => TapMeasure.Scores,
        "hook_pattern" => TapMeasure.Pattern,
        "hook_scale" => TapMeasure.Scale,
        _ => TapMeasure.Vectors,
    };

    /// <summary>The name with <c>*</c> in place of the layer.</summary>
    public static string WithoutLayer(string name)
    {
        var parts = name.Split('.');
        if (parts.Length > 2 && parts[0] == "blocks")
        {
            parts[1] = "*";
        }

        return string.Join('.', parts);
    }

    /// <summary>The largest difference; infinite where the engine holds a number that is not finite, or masks what is not masked.</summary>
    public static double Difference(TapMeasure measure, ReferenceTensor engine, ReferenceTensor reference)
    {
        if (!engine.Shape.SequenceEqual(reference.Shape))
        {
            return double.PositiveInfinity;
        }

        return measure switch
        {
            TapMeasure.Scores => OfScores(engine.Values, reference.Values),
            TapMeasure.Pattern => Largest(engine.Values, reference.Values),
            TapMeasure.Scale => LargestRelative(engine.Values, reference.Values),
            TapMeasure.Logits => OfRows(engine, reference, centred: true),
            _ => OfRows(engine, reference, centred: false),
        };
    }

    /// <summary>Largest |a - b| of a row against the root mean square of <paramref name="reference"/>; the worst row.</summary>
    public static double OfRows(ReferenceTensor engine, ReferenceTensor reference, bool centred)
    {
        double worst = 0;
        for (var t = 0; t < reference.Rows; t++)
        {
            var (a, b) = (Copy(engine.Row(t), centred), Copy(reference.Row(t), centred));
            worst = Math.Max(worst, Ratio(Largest(a, b), RootMeanSquare(b)));
        }

        return worst;
    }

    /// <summary>Root mean square of a row.</summary>
    public static double RootMeanSquare(ReadOnlySpan<double> row)
    {
        double sum = 0;
        foreach (var value in row)
        {
            sum += value * value;
        }

        return Math.Sqrt(sum / row.Length);
    }

    /// <summary>difference / scale, where no difference is none on any scale; infinite where that is no number.</summary>
    public static double Ratio(double difference, double scale)
    {
        var ratio = difference == 0 ? 0 : difference / scale;
        return double.IsNaN(ratio) ? double.PositiveInfinity : ratio;
    }

    private static double OfScores(ReadOnlySpan<double> engine, ReadOnlySpan<double> reference)
    {
        double difference = 0, scale = 1;
        for (var i = 0; i < engine.Length; i++)
        {
            if (double.IsNegativeInfinity(engine[i]) && double.IsNegativeInfinity(reference[i]))
            {
                continue;
            }

            difference = Worse(difference, engine[i], reference[i]);
            scale = Math.Max(scale, Math.Abs(reference[i]));
        }

        return Ratio(difference, scale);
    }

    private static double Largest(ReadOnlySpan<double> engine, ReadOnlySpan<double> reference)
    {
        double difference = 0;
        for (var i = 0; i < engine.Length; i++)
        {
            difference = Worse(difference, engine[i], reference[i]);
        }

        return difference;
    }

    private static double LargestRelative(ReadOnlySpan<double> engine, ReadOnlySpan<double> reference)
    {
        double difference = 0;
        for (var i = 0; i < engine.Length; i++)
        {
            difference = Math.Max(difference, Ratio(Worse(0, engine[i], reference[i]), Math.Abs(reference[i])));
        }

        return difference;
    }

    private static double Worse(double difference, double engine, double reference) =>
        double.IsFinite(engine) && double.IsFinite(reference) ? Math.Max(difference, Math.Abs(engine - reference)) : double.PositiveInfinity;

    private static double[] Copy(ReadOnlySpan<double> row, bool centred)
    {
        var copy = row.ToArray();
        if (centred)
        {
            var mean = copy.Average();
            for (var i = 0; i < copy.Length; i++)
            {
                copy[i] -= mean;
            }
        }

        return copy;
    }
}
