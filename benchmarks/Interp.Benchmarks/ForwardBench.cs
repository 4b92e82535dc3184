using Interp.Benchmarks.Measuring;
using Interp.Runtime;

namespace Interp.Benchmarks;

/// <summary>A forward pass that keeps every activation against one that keeps the logits only.</summary>
internal static class ForwardBench
{
    private static readonly string[] Everything = ["hook_embed", "blocks.*.*", "blocks.*.*.*", "ln_final.*", "logits"];

    public static void Run()
    {
        using var bench = new BenchModel();
        var engine = bench.Engine;
        var rate = new MatrixRate(engine);
        var all = TapPatterns.Expand(Everything, bench.Model.Spec);
        Table.Head("tokens", "all taps", "no taps", "ratio", "memory of the taps", "matrix rate");
        foreach (var (length, rounds) in ((int, int)[])[(16, 21), (64, 15), (256, 9)])
        {
            var ids = bench.Prompt(length);
            double bytes = 0;
            var times = Rounds.Alternate(
                rounds,
                () =>
                {
                    using var pass = engine.Forward(ids, all, null, CancellationToken.None);
                    bytes = pass.Names.Sum(name => (double)sizeof(float) * pass[name].Values.Length);
                },
                () => engine.Forward(ids, [TapName.Logits], null, CancellationToken.None).Dispose(),
                rate.Run);
            Table.Row(
                $"{length}", Table.Milliseconds(times.Seconds(0)), Table.Milliseconds(times.Seconds(1)), Table.Number(times.Ratio(0, 1)),
                Table.Megabytes(bytes), Table.Rate(MatrixRate.Operations, times.Seconds(2)));
        }

        Console.WriteLine();
        Console.WriteLine($"{all.Count} taps, {BenchModel.Threads} threads; medians of alternating rounds.");
    }
}
