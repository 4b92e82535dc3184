using System.Diagnostics;
using System.Globalization;
using Interp.Analysis;
using Interp.Benchmarks.Measuring;
using Interp.Contracts;
using Interp.Models;
using Interp.Runtime;

namespace Interp.Benchmarks;

/// <summary>
/// Time to the first answer and resident memory beside the file's size, for the embedded model and for one of 1.5 billion random parameters,
/// in each precision. Each row is a process of its own; the large checkpoint is made in a temporary folder and removed.
/// </summary>
internal static class LargeBench
{
    /// <summary>Tells a process of this bench which row it is to measure: precision, a blank, and the model's path.</summary>
    private const string Variable = "INTERP_BENCH_LARGE";

    private static readonly int[] Ids = [785, 6722, 315, 9625, 374];
    private static readonly int[] OtherIds = [785, 8170, 7735, 315, 6864, 374, 264];

    public static void Run()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } row)
        {
            var parts = row.Split(' ', 2);
            Measure(parts[1], parts[0]);
            return;
        }

        Table.Head("model", "file", "precision", "weights", "load", "first answer", "next answer", "first `explain`", "peak resident", "resident after");
        using var large = new RandomCheckpoint();
        foreach (var path in (string[])[ModelFolders.Resolve(null), large.Path])
        {
            foreach (var precision in WeightPrecisions.Names.Where(name => name != WeightPrecisions.Auto))
            {
                Console.Write(InOwnProcess(path, precision));
            }
        }

        Console.WriteLine();
        Console.WriteLine($"{BenchModel.Threads} threads; `forward` of {Ids.Length} tokens, then of {OtherIds.Length} others, then `explain` of these, with nothing kept from earlier runs. The time to the first answer includes loading.");
    }

    private static string InOwnProcess(string path, string precision)
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("The bench does not know its own program.");
        var start = new ProcessStartInfo(program, ["large"]) { RedirectStandardOutput = true };
        start.Environment[Variable] = $"{precision} {path}";
        using var process = Process.Start(start) ?? throw new InvalidOperationException("The bench did not start.");
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? string.Concat(output.Split('\n').Where(line => line.StartsWith('|')).Select(line => line + "\n"))
            : throw new InvalidOperationException($"{precision} failed.");
    }

    private static void Measure(string path, string precision)
    {
        using var store = new ModelStore(BenchModel.Threads, new DerivedData(null));
        var context = new AnalysisContext { Models = store };
        var started = Stopwatch.GetTimestamp();
        var open = store.Open(path, precision, CancellationToken.None);
        var load = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Answer(Ids);
        var first = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var next = Time(() => Answer(OtherIds));
        var explain = Time(() => AnalysisRegistry.Find("explain").Run(
            new ExplainRequest { Method = "explain", Model = path, Precision = precision, Ids = OtherIds }, context, CancellationToken.None));
        GC.Collect();
        var held = open.Model.Weights.Store;
        Table.Row(
            string.Create(CultureInfo.InvariantCulture, $"{open.Model.Source.Parameters / 1e6:N0} million parameters"),
            Table.Megabytes(open.Model.Source.Files.Sum(file => file.Bytes)),
            open.Precision,
            Table.Megabytes(held.AllocatedBytes + held.MappedBytes),
            Seconds(load),
            Seconds(first),
            Seconds(next),
            Seconds(explain),
            PeakMemory.Greatest() is { } peak ? Table.Megabytes(peak) : "",
            Table.Megabytes(Environment.WorkingSet));

        void Answer(int[] ids) => AnalysisRegistry.Find("forward").Run(
            new ForwardRequest { Method = "forward", Model = path, Precision = precision, Ids = ids, Positions = [-1] }, context, CancellationToken.None);
    }

    private static double Time(Action work)
    {
        var started = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static string Seconds(double seconds) => $"{Table.Number(seconds)} s";
}
