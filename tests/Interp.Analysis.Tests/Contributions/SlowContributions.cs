using Interp.Models;
using Interp.Runtime;

namespace Interp.Analysis.Tests.Contributions;

/// <summary>The plain float64 twin of contributions: every part added to its base and put through the whole vocabulary, one by one.</summary>
internal sealed class SlowContributions(Model model, ForwardPass pass, int position, LensMode mode, int target, int? contrast)
{
    private readonly double scale = pass[TapName.FinalScale].Row(position)[0];

    private ModelSpec Spec => model.Spec;

    /// <summary>Numbers of a part.</summary>
    public sealed record Numbers(double Score, double Bs, double Norm, double? FirstOrder, double Increase);

    /// <summary>Feed-forward neurons by (layer, neuron).</summary>
    public Dictionary<(int, int), Numbers> FfNeurons()
    {
        var found = new Dictionary<(int, int), Numbers>();
        for (var layer = 0; layer < Spec.Layers; layer++)
        {
            var divisor = FfDivisor(layer, position);
            for (var neuron = 0; neuron < Spec.FfWidth; neuron++)
            {
                var part = Written(model.Weights.Layers[layer].FeedForwardBranchNorm, Scaled(model.Weights.Layers[layer].Out.Row(neuron), Post(layer, neuron)), divisor);
                found[(layer, neuron)] = Of(part, FfBase(layer));
            }
        }

        return found;
    }

    /// <summary>Heads by (layer, head).</summary>
    public Dictionary<(int, int), Numbers> Heads() => AttentionParts((layer, head) => [(0, Pass(TapName.Z(layer), position, head * Spec.HeadWidth))])
        .ToDictionary(entry => (entry.Key.Layer, entry.Key.Head), entry => entry.Value);

    /// <summary>Heads at sources by (layer, head, position).</summary>
    public Dictionary<(int, int, int), Numbers> HeadPositions() => AttentionParts((layer, head) => Sources(layer, head))
        .ToDictionary(entry => (entry.Key.Layer, entry.Key.Head, entry.Key.Key), entry => entry.Value);

    /// <summary>Attention units by (layer, head, neuron).</summary>
    public Dictionary<(int, int, int), Numbers> Units() => AttentionParts((layer, head) => Single(Pass(TapName.Z(layer), position, head * Spec.HeadWidth)))
        .ToDictionary(entry => (entry.Key.Layer, entry.Key.Head, entry.Key.Key), entry => entry.Value);

    /// <summary>Attention neurons by (layer, head, neuron, position).</summary>
    public Dictionary<(int, int, int, int), Numbers> AttentionNeurons()
    {
        var found = new Dictionary<(int, int, int, int), Numbers>();
        for (var source = 0; source < pass.Length; source++)
        {
            var parts = AttentionParts((layer, head) => [.. Sources(layer, head).Where(part => part.Key == source).SelectMany(part => Single(part.Entries))]);
            foreach (var (key, numbers) in parts)
            {
                found[(key.Layer, key.Head, key.Key, source)] = numbers;
            }
        }

        return found;
    }

    /// <summary>Numbers of a vector added to a base (null: the zero vector).</summary>
    public Numbers Of(double[] part, double[]? origin)
    {
        var x = origin ?? new double[part.Length];
        var before = Values(x, origin is null);
        var after = Values([.. x.Zip(part, (left, right) => left + right)], false);
        var (logBefore, logAfter) = (LogSoftmax(before), LogSoftmax(after));
        var increase = logAfter[target] - logBefore[target];
        var bs = after[target] - before[target];
        var other = contrast is int token ? logAfter[token] - logBefore[token] : 0;
        var mean = logBefore.Select((log, index) => Math.Exp(log) * (after[index] - before[index])).Sum();
        double? firstOrder = mode == LensMode.PerLayer ? null : contrast is null ? bs - mean : increase - other;
        return new Numbers(increase - other, bs, Math.Sqrt(part.Sum(value => value * value)), firstOrder, increase);
    }

    /// <summary>Log-probability of the target at a state.</summary>
    public double LogProb(double[] x) => LogSoftmax(Values(x, false))[target];

    private Dictionary<(int Layer, int Head, int Key), Numbers> AttentionParts(Func<int, int, List<(int Key, double[] Entries)>> partsOf)
    {
        var found = new Dictionary<(int, int, int), Numbers>();
        for (var layer = 0; layer < Spec.Layers; layer++)
        {
            var weights = model.Weights.Layers[layer];
            var divisor = AttentionDivisor(layer);
            for (var head = 0; head < Spec.Heads; head++)
            {
                foreach (var (key, entries) in partsOf(layer, head))
                {
                    var raw = new double[Spec.Width];
                    for (var entry = 0; entry < Spec.HeadWidth; entry++)
                    {
                        Add(raw, weights.Output.Row((head * Spec.HeadWidth) + entry), entries[entry]);
                    }

                    found[(layer, head, key)] = Of(Written(weights.AttentionBranchNorm, raw, divisor), Tap(TapName.ResidPre(layer)));
                }
            }
        }

        return found;
    }

    private List<(int Key, double[] Entries)> Sources(int layer, int head) =>
    [
        .. Enumerable.Range(0, pass.Length).Where(source => Spec.Sees(layer, position, source)).Select(source =>
        {
            var pattern = (double)pass[TapName.Pattern(layer)].Row(head)[(position * pass.Length) + source];
            return (source, Pass(TapName.Value(layer), source, Spec.KvHeadOf(head) * Spec.HeadWidth).Select(value => pattern * value).ToArray());
        }),
    ];

    private static List<(int Key, double[] Entries)> Single(double[] entries) =>
        [.. entries.Select((value, index) => (index, entries.Select((_, other) => other == index ? value : 0).ToArray()))];

    private double[] Pass(string tap, int row, int first) => [.. pass[tap].Row(row).Slice(first, Spec.HeadWidth).ToArray().Select(value => (double)value)];

    private double[] Tap(string tap) => [.. pass[tap].Row(position).ToArray().Select(value => (double)value)];

    private double Post(int layer, int neuron) => pass[TapName.MlpPost(layer)].Row(position)[neuron];

    private double[] FfBase(int layer) => Tap(Spec.Order == BlockOrder.Parallel ? TapName.ResidPre(layer) : TapName.ResidMid(layer));

    private double FfDivisor(int layer, int at)
    {
        var weights = model.Weights.Layers[layer];
        var raw = new double[Spec.Width];
        for (var neuron = 0; neuron < Spec.FfWidth; neuron++)
        {
            Add(raw, weights.Out.Row(neuron), pass[TapName.MlpPost(layer)].Row(at)[neuron]);
        }

        return DivisorOf(weights.FeedForwardBranchNorm, raw, weights.OutBias);
    }

    private double AttentionDivisor(int layer)
    {
        var weights = model.Weights.Layers[layer];
        var raw = new double[Spec.Width];
        for (var row = 0; row < Spec.Heads * Spec.HeadWidth; row++)
        {
            Add(raw, weights.Output.Row(row), pass[TapName.Z(layer)].Row(position)[row]);
        }

        return DivisorOf(weights.AttentionBranchNorm, raw, weights.OutputBias);
    }

    private double DivisorOf(NormWeights? norm, double[] raw, Weight? bias)
    {
        if (norm is null)
        {
            return 1;
        }

        if (bias is not null)
        {
            Add(raw, bias.Vector, 1);
        }

        return Math.Sqrt(Centred(raw).Average(value => value * value) + Spec.NormEpsilon);
    }

    private double[] Written(NormWeights? norm, double[] raw, double divisor) =>
        norm is null ? raw : [.. Centred(raw).Select((value, index) => value * norm.Gain.Vector[index] / divisor)];

    private double[] Values(double[] x, bool isZero)
    {
        var norm = model.Weights.FinalNorm ?? throw new InvalidOperationException();
        var centred = Centred(x);
        var own = Math.Sqrt(centred.Average(value => value * value) + Spec.NormEpsilon);
        var divisor = mode == LensMode.PerLayer && !isZero ? own : scale;
        var values = new double[Spec.Vocabulary];
        for (var token = 0; token < values.Length; token++)
        {
            var row = model.Weights.Unembedding.Row(token);
            for (var entry = 0; entry < centred.Length; entry++)
            {
                var shift = mode == LensMode.Author ? 0 : norm.Shift?.Vector[entry] ?? 0;
                values[token] += ((centred[entry] * norm.Gain.Vector[entry] / divisor) + shift) * row[entry];
            }

            values[token] += mode == LensMode.Author ? 0 : model.Weights.UnembeddingBias?.Vector[token] ?? 0;
            values[token] = mode == LensMode.PerLayer && Spec.LogitCap is double cap ? Math.Tanh(values[token] / cap) * cap : values[token];
        }

        return values;
    }

    private double[] Centred(double[] x)
    {
        var mean = Spec.Norm == NormKind.Layer ? x.Average() : 0;
        return [.. x.Select(value => value - mean)];
    }

    private static double[] LogSoftmax(double[] values)
    {
        var greatest = values.Max();
        var normaliser = greatest + Math.Log(values.Sum(value => Math.Exp(value - greatest)));
        return [.. values.Select(value => value - normaliser)];
    }

    private static double[] Scaled(ReadOnlySpan<float> row, double factor)
    {
        var scaled = new double[row.Length];
        Add(scaled, row, factor);
        return scaled;
    }

    private static void Add(double[] sum, ReadOnlySpan<float> row, double factor)
    {
        for (var entry = 0; entry < sum.Length; entry++)
        {
            sum[entry] += factor * row[entry];
        }
    }
}
