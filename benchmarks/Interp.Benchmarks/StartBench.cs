using System.Diagnostics;
using Interp.Analysis;
using Interp.Benchmarks.Measuring;
using Interp.Contracts;
using Interp.Models;

namespace Interp.Benchmarks;

/// <summary>How long a person waits: the built program from its start to the end of its answer.</summary>
internal static class StartBench
{
    private const string Prompt = "The capital of France is";

    public static void Run()
    {
        var program = Repository.Folder("artifacts", "interp", OperatingSystem.IsWindows() ? "interp.exe" : "interp");
        if (!File.Exists(program))
        {
            throw new InvalidOperationException("Start ./interp once before this bench, so that it is built.");
        }

        var cache = Directory.CreateTempSubdirectory("interp-bench-").FullName;
        Table.Head("what", "median", "fastest");
        var first = Enumerable.Range(0, 3).Select(_ =>
        {
            Directory.Delete(cache, recursive: true);
            return Time(program, cache, "explain", Prompt);
        }).ToArray();
        Row("very first `explain` (nothing derived from the model is kept yet)", first);
        foreach (var verb in (string[])["forward", "lens", "explain"])
        {
            Time(program, cache, verb, Prompt);
            Row($"`{verb}`, started again", [.. Enumerable.Range(0, 9).Select(_ => Time(program, cache, verb, Prompt))]);
        }

        Row("`--version`", [.. Enumerable.Range(0, 9).Select(_ => Time(program, cache, "--version"))]);
        LensOfOneToken();
        FreshMemory();
        Directory.Delete(cache, recursive: true);
    }

    /// <summary>What a pointer resting on a token asks for, the model being open.</summary>
    private static void LensOfOneToken()
    {
        using var bench = new BenchModel();
        var analysis = AnalysisRegistry.Find("lens");
        var request = new LensRequest { Method = "lens", Text = Prompt, Positions = [-1] };
        var times = Rounds.Alternate(15, () => analysis.Run(request, bench.Context, CancellationToken.None));
        Table.Row("lens of one token over all layers, model open", Table.Milliseconds(times.Seconds(0)), "");
    }

    /// <summary>What every start pays before it can hold the weights, on virtual machines several times as much as on others.</summary>
    private static void FreshMemory()
    {
        const int Rows = 256 << 10, Columns = 513;
        Row("of each start: the system hands out 538 MB of fresh memory", [.. Enumerable.Range(0, 5).Select(_ =>
        {
            var started = Stopwatch.GetTimestamp();
            using var store = new WeightStore();
            var weight = store.Allocate(Rows, Columns);
            for (var row = 0; row < Rows; row++)
            {
                store.Writable(weight, row, 1)[0] = 1;
            }

            return Stopwatch.GetElapsedTime(started).TotalSeconds;
        })]);
    }

    private static void Row(string what, double[] seconds) =>
        Table.Row(what, Table.Milliseconds(Rounds.Median(seconds)), Table.Milliseconds(seconds.Min()));

    private static double Time(string program, string cache, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["INTERP_CACHE"] = cache;
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(start) ?? throw new InvalidOperationException("The program did not start.");
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return process.ExitCode == 0 ? seconds : throw new InvalidOperationException($"{string.Join(' ', arguments)}: {errors.Result}");
    }
}
