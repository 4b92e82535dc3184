using System.Runtime.CompilerServices;
using Interp.Benchmarks.Measuring;
using Interp.Runtime;
using TorchSharp;

namespace Interp.Benchmarks.Torch;

/// <summary>The instrumented forward against a plain LibTorch forward of the same weights: <c>dotnet run -c Release --project benchmarks/Interp.Benchmarks.Torch</c>.</summary>
public static class Program
{
    private static readonly string[] Everything = ["hook_embed", "blocks.*.*", "blocks.*.*.*", "ln_final.*", "logits"];

    /// <summary>Prints one table.</summary>
    public static void Main()
    {
        LibTorchLoader.Prepare();
        Measure();
    }

    // Nothing of TorchSharp may be touched before its library is prepared.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Measure()
    {
        torch.set_num_threads(BenchModel.Threads);
        using var none = torch.inference_mode();
        using var bench = new BenchModel();
        using var twin = new LlamaTwin(bench.Model);
        var engine = bench.Engine;
        var rate = new MatrixRate(engine);
        var all = TapPatterns.Expand(Everything, bench.Model.Spec);
        Table.Head("tokens", "Interp, all taps", "LibTorch, plain", "ratio", "largest difference of a logit", "matrix rate");
        foreach (var (length, rounds) in ((int, int)[])[(16, 21), (64, 15), (256, 9)])
        {
            var ids = bench.Prompt(length);
            var difference = Difference(engine, twin, ids);
            var times = Rounds.Alternate(
                rounds,
                () => engine.Forward(ids, all, null, CancellationToken.None).Dispose(),
                () => twin.Forward(ids).Dispose(),
                rate.Run);
            Table.Row(
                $"{length}", Table.Milliseconds(times.Seconds(0)), Table.Milliseconds(times.Seconds(1)), Table.Number(times.Ratio(0, 1)),
                difference.ToString("E1", System.Globalization.CultureInfo.InvariantCulture), Table.Rate(MatrixRate.Operations, times.Seconds(2)));
        }

        Console.WriteLine();
        Console.WriteLine($"LibTorch {torch.__version__}, {BenchModel.Threads} threads each; medians of alternating rounds.");
    }

    private static double Difference(Engine engine, LlamaTwin twin, int[] ids)
    {
        using var pass = engine.Forward(ids, [TapName.Logits], null, CancellationToken.None);
        using var logits = twin.Forward(ids);
        var theirs = logits.data<float>().ToArray();
        var ours = pass[TapName.Logits].Values;
        var greatest = 0.0;
        for (var index = 0; index < theirs.Length; index++)
        {
            greatest = Math.Max(greatest, Math.Abs(theirs[index] - ours[index]));
        }

        return greatest;
    }
}
