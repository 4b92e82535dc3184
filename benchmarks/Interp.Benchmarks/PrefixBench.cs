using Interp.Analysis;
using Interp.Benchmarks.Measuring;
using Interp.Contracts;
using Interp.Runtime;

namespace Interp.Benchmarks;

/// <summary>
/// A forward pass with the residual stream at every depth, and a lens of the last position, of a prompt that begins like the one before,
/// against the same without a prefix cache.
/// </summary>
internal static class PrefixBench
{
    private const int Length = 256;

    /// <summary>How many tokens at the end of the prompt are others than before.</summary>
    private static readonly int[] Edits = [1, 8, 16, 32];

    public static void Run()
    {
        using var plain = new BenchModel();
        using var cached = new BenchModel(PrefixCache.DefaultBudget);
        var rate = new MatrixRate(plain.Engine);
        var prompt = plain.Prompt(Length);
        var edits = 0;
        var times = Rounds.Alternate(
            7,
            [
                () => Forward(plain, prompt),
                () =>
                {
                    cached.Engine.Prefix.Clear();
                    Forward(cached, prompt);
                },
                .. Edits.Select<int, Action>(count => () => Forward(cached, Edited(count))),
                () => Forward(cached, prompt),
                () => Lens(plain, prompt),
                () => Lens(cached, Edited(1)),
                rate.Run,
            ]);

        var (lens, last) = (Edits.Length + 3, Edits.Length + 5);
        Table.Head("work", "time", "ratio");
        Row("forward, nothing kept", 0, 0);
        Row("forward that fills the cache", 1, 0);
        for (var index = 0; index < Edits.Length; index++)
        {
            Row($"forward, last {Edits[index]} tokens changed", index + 2, 0);
        }

        Row("forward, same prompt again", Edits.Length + 2, 0);
        Row("`lens` of the last position, nothing kept", lens, lens);
        Row("`lens` of the last position, last token changed", lens + 1, lens);
        Console.WriteLine();
        Console.WriteLine(
            $"{Length} tokens, taps of {plain.Model.Spec.Layers + 1} depths. The cache holds {Table.Megabytes(cached.Engine.Prefix.Statistics.Bytes)} "
            + $"for {cached.Engine.Prefix.Statistics.Tokens} tokens. Matrix rate {Table.Rate(MatrixRate.Operations, times.Seconds(last))}.");

        void Row(string work, int piece, int whole) =>
            Table.Row(work, Table.Milliseconds(times.Seconds(piece)), piece == whole ? "1" : Table.Number(times.Ratio(piece, whole), 3));

        // Never the same tokens twice, so that they are computed each time.
        int[] Edited(int count) => [.. prompt[..^count], .. Enumerable.Repeat(++edits, count)];
    }

    private static void Forward(BenchModel bench, int[] ids)
    {
        string[] taps = [TapName.Embed, .. Enumerable.Range(0, bench.Model.Spec.Layers).Select(TapName.ResidPost)];
        bench.Engine.Forward(ids, taps, null, CancellationToken.None).Dispose();
    }

    private static void Lens(BenchModel bench, int[] ids)
    {
        var request = new LensRequest { Method = "lens", Ids = ids, Positions = [ids.Length - 1] };
        AnalysisRegistry.Find("lens").Run(request, bench.Context, CancellationToken.None);
    }
}
