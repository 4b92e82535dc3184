using System.Numerics.Tensors;
using Interp.Analysis;
using Interp.Analysis.Contributions;
using Interp.Benchmarks.Measuring;
using Interp.Runtime;

namespace Interp.Benchmarks;

/// <summary>What every head and every neuron adds to one token's logit, the forward pass given, against that forward pass.</summary>
internal static class LinearBench
{
    private const int Length = 16;

    public static void Run()
    {
        using var bench = new BenchModel();
        var engine = bench.Engine;
        var spec = bench.Model.Spec;
        var ids = bench.Prompt(Length);
        string[] taps =
        [
            .. Enumerable.Range(0, spec.Layers).SelectMany(layer => (string[])[TapName.Z(layer), TapName.MlpPost(layer)]),
            TapName.Embed, TapName.FinalScale, TapName.Logits,
        ];
        using var pass = engine.Forward(ids, taps, null, CancellationToken.None);
        var logits = pass[TapName.Logits].Row(Length - 1);
        var target = TensorPrimitives.IndexOfMax(logits);
        var rate = new MatrixRate(engine);
        Attribution? found = null;
        var times = Rounds.Alternate(
            31,
            () => found = Attribute(bench, pass, target),
            () => engine.Forward(ids, [TapName.Logits], null, CancellationToken.None).Dispose(),
            rate.Run);

        Table.Head("work", "time", "ratio");
        Table.Row($"forward, {Length} tokens", Table.Milliseconds(times.Seconds(1)), "1");
        Table.Row(
            $"{spec.Layers * spec.Heads} heads and {spec.Layers * spec.FfWidth:N0} neurons, taps given", Table.Milliseconds(times.Seconds(0)),
            $"{Table.Number(times.Ratio(0, 1), 3)} (1 / {Table.Number(1 / times.Ratio(0, 1), 1)})");
        Console.WriteLine();
        Console.WriteLine($"All parts add up to {Table.Number(found?.Sum ?? 0, 4)}; the model's logit is {Table.Number(logits[target], 4)}. Matrix rate {Table.Rate(MatrixRate.Operations, times.Seconds(2))}.");
    }

    /// <summary>bs of the target for every head and neuron at the last position, through the lens whose parts add up to the logits.</summary>
    private static Attribution Attribute(BenchModel bench, ForwardPass pass, int target)
    {
        var spec = bench.Model.Spec;
        var point = new StreamPoint(bench.Model, pass, Length - 1);
        var scale = pass[TapName.FinalScale].Row(Length - 1)[0];
        var readout = new Readout(LensHead.Of(bench.Engine), bench.Model, LensMode.Frozen, scale);
        var branches = Enumerable.Range(0, spec.Layers).SelectMany(layer => (Branch[])[point.Attention(layer), point.FeedForward(layer)]).ToArray();
        var reader = readout.Token(target).ToArray();
        var stream = new float[readout.Width];
        readout.Pull(reader, stream);
        var products = WriteProducts.OfRows(branches, [.. branches.Select(_ => stream)], bench.Engine.Threads, CancellationToken.None);
        var heads = new float[spec.Layers * spec.Heads];
        var neurons = new float[spec.Layers * spec.FfWidth];
        for (var layer = 0; layer < spec.Layers; layer++)
        {
            var z = point.Z(layer);
            for (var head = 0; head < spec.Heads; head++)
            {
                var entries = new Range(head * spec.HeadWidth, (head + 1) * spec.HeadWidth);
                heads[(layer * spec.Heads) + head] = TensorPrimitives.Dot(z[entries], products[2 * layer].AsSpan()[entries]) / scale;
            }

            var row = neurons.AsSpan(layer * spec.FfWidth, spec.FfWidth);
            TensorPrimitives.Multiply(point.Post(layer, Length - 1), products[(2 * layer) + 1], row);
            TensorPrimitives.Divide(row, scale, row);
        }

        var lens = new float[readout.Width];
        readout.ToLens(pass[TapName.Embed].Row(Length - 1), lens);
        var embedding = TensorPrimitives.Dot<float>(lens, reader) / scale;
        return new Attribution(heads, neurons, embedding + heads.Sum(value => (double)value) + neurons.Sum(value => (double)value));
    }

    private sealed record Attribution(float[] Heads, float[] Neurons, double Sum);
}
