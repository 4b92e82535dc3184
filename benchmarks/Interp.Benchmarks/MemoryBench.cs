using Interp.Analysis;
using Interp.Benchmarks.Measuring;
using Interp.Contracts;

namespace Interp.Benchmarks;

/// <summary>What stays in memory after a hundred questions to one open model.</summary>
internal static class MemoryBench
{
    private static readonly string[] Subjects = ["France", "Italy", "Japan", "Peru", "Kenya", "Norway", "India", "Egypt", "Chile", "Spain"];

    private static readonly string[] Questions =
    [
        "The capital of {0} is", "The currency of {0} is the", "People in {0} speak", "The flag of {0} is", "My flight to {0} leaves at",
        "The largest city of {0} is", "In {0} they drive on the", "The president of {0}", "A famous dish of {0} is", "North of {0} lies",
    ];

    public static void Run()
    {
        using var bench = new BenchModel();
        var explain = AnalysisRegistry.Find("explain");
        Table.Head("questions", "resident", "over float32 weights");
        var asked = 0;
        foreach (var question in Questions)
        {
            foreach (var subject in Subjects)
            {
                var text = question.Replace("{0}", subject, StringComparison.Ordinal);
                explain.Run(new ExplainRequest { Method = "explain", Text = text }, bench.Context, CancellationToken.None);
                if (++asked is 1 or 10 or 100)
                {
                    Table.Row($"{asked}", Table.Megabytes(Environment.WorkingSet), Table.Number(Environment.WorkingSet / bench.WeightBytes));
                }
            }
        }

        Console.WriteLine();
        Console.WriteLine($"Float32 weights: {Table.Megabytes(bench.WeightBytes)}. Each question is a different `explain`.");
    }
}
