using Interp.Analysis;
using Interp.Benchmarks.Measuring;
using Interp.Contracts;

namespace Interp.Benchmarks;

/// <summary>The certified top 300 of all feed-forward neurons against projecting every neuron with the same engine.</summary>
internal static class NeuronsBench
{
    private const int Length = 300;

    private static readonly string[] Prompts =
    [
        "The capital of France is",
        "When Mary and John went to the store, John gave a drink to",
        "Two plus two equals",
        "She opened the window because the room was too",
        "The chemical symbol of gold is",
        "My favourite animal is the",
    ];

    public static void Run()
    {
        using var bench = new BenchModel();
        var spec = bench.Model.Spec;
        var rate = new MatrixRate(bench.Engine);
        var certified = new ContributionsAnalysis();
        var sweep = new ContributionsAnalysis { BruteForce = true };
        var operations = 2.0 * spec.Layers * spec.FfWidth * spec.Width * spec.Vocabulary;

        // The first request of a model makes the statistics that are kept on disk.
        certified.Run(Request(Prompts[0], "ffNeurons"), bench.Context, CancellationToken.None);
        Table.Head("prompt", "certified list", "full sweep", "times faster", "whole request, times faster", "exact evaluations", "same list", "sweep", "matrix rate", "sweep / matrix rate");
        foreach (var prompt in Prompts)
        {
            ContributionsResult? quick = null;
            ContributionsResult? full = null;
            var quickTimes = Rounds.Alternate(
                5,
                () => quick = certified.Run(Request(prompt, "ffNeurons"), bench.Context, CancellationToken.None),
                () => certified.Run(Request(prompt, "layers"), bench.Context, CancellationToken.None));
            var fullTimes = Rounds.Once(rate.Run, () => full = sweep.Run(Request(prompt, "ffNeurons"), bench.Context, CancellationToken.None), rate.Run);
            var rest = quickTimes.Seconds(1);
            var (quickLevel, fullLevel) = (quickTimes.Seconds(0) - rest, fullTimes.Seconds(1) - rest);
            var matrix = 2 * MatrixRate.Operations / (fullTimes.Seconds(0) + fullTimes.Seconds(2));
            Table.Row(
                $"\"{prompt}\"", Table.Milliseconds(quickLevel), Table.Milliseconds(fullLevel), Table.Number(fullLevel / quickLevel, 0),
                Table.Number(fullTimes.Seconds(1) / quickTimes.Seconds(0), 0), $"{quick?.FfNeurons?.Certificate.ExactEvaluations}", Compare(quick, full),
                Table.Rate(operations, fullLevel), Table.Rate(matrix, 1), Table.Number(operations / fullLevel / matrix));
        }

        Console.WriteLine();
        Console.WriteLine($"{spec.Layers * spec.FfWidth:N0} neurons, {Length} listed. The first two times leave out what both have in common: forward pass and layer scores.");
    }

    private static ContributionsRequest Request(string prompt, string level) =>
        new() { Method = "contributions", Text = prompt, Levels = [level], Top = Length, Bottom = 0 };

    private static string Compare(ContributionsResult? quick, ContributionsResult? full)
    {
        var ours = Names(quick);
        var theirs = Names(full);
        var missing = theirs.Except(ours).Count();
        return ours.SequenceEqual(theirs) ? "yes" : missing == 0 ? "yes, neighbours swapped" : $"{missing} missing";
    }

    private static List<(int Layer, int Neuron)> Names(ContributionsResult? result) =>
        [.. result?.FfNeurons?.Top.Select(row => (row.Layer, row.Neuron)) ?? []];
}
