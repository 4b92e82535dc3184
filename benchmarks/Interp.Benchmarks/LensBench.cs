using Interp.Analysis;
using Interp.Benchmarks.Measuring;
using Interp.Contracts;
using Interp.Runtime;

namespace Interp.Benchmarks;

/// <summary>Tokens by layers, each cell with its top tokens and entropy, against the one matrix product that it cannot do without.</summary>
internal static class LensBench
{
    private const int Length = 64;
    private const int Top = 10;

    public static void Run()
    {
        using var bench = new BenchModel();
        var engine = bench.Engine;
        var layers = bench.Model.Spec.Layers;
        var ids = bench.Prompt(Length);
        string[] taps = [TapName.Embed, .. Enumerable.Range(0, layers).Select(TapName.ResidPost)];
        var count = ids.Length * taps.Length;
        using var pass = engine.Forward(ids, taps, null, CancellationToken.None);
        var head = LensHead.Of(engine);
        var rows = new float[count * head.Width];
        var rate = new MatrixRate(engine);
        var lens = AnalysisRegistry.Find("lens");
        var request = new LensRequest { Method = "lens", Ids = ids, Top = Top };

        Action grid = () => ReadGrid(engine, head, pass, taps, rows);
        var times = Rounds.Alternate(
            7,
            grid,
            () => engine.Vocabulary.Multiply(rows, count, new Nothing(), CancellationToken.None),
            () => engine.Forward(ids, taps, null, CancellationToken.None).Dispose(),
            () => lens.Run(request, bench.Context, CancellationToken.None),
            rate.Run);
        var peak = PeakMemory.During(grid);
        var operations = 2.0 * count * head.Width * head.Vocabulary;

        Table.Head("work", "time", "ratio", "rate");
        Table.Row($"product of {ids.Length} x {taps.Length} rows with the vocabulary", Table.Milliseconds(times.Seconds(1)), "1", Table.Rate(operations, times.Seconds(1)));
        Table.Row($"grid with top {Top} and entropy, taps given", Table.Milliseconds(times.Seconds(0)), $"{Table.Number(times.Ratio(0, 1))} of the product", Table.Rate(operations, times.Seconds(0)));
        Table.Row("whole `lens` request", Table.Milliseconds(times.Seconds(3)), $"{Table.Number(times.Ratio(3, 1, 2))} of product and forward", "");
        Table.Row("the machine's matrix rate", "", "", Table.Rate(MatrixRate.Operations, times.Seconds(4)));
        Console.WriteLine();
        Console.WriteLine($"Memory beside the taps: {(peak is double bytes ? Table.Megabytes(bytes + (sizeof(float) * (double)rows.Length)) : "not told by this system")}.");
    }

    private static void ReadGrid(Engine engine, LensHead head, ForwardPass pass, string[] taps, float[] rows)
    {
        for (var position = 0; position < pass.Length; position++)
        {
            for (var depth = 0; depth < taps.Length; depth++)
            {
                var state = pass[taps[depth]].Row(position);
                head.Fold(state, head.ScaleOf(state), rows.AsSpan(((position * taps.Length) + depth) * head.Width, head.Width));
            }
        }

        var plan = new ReductionPlan { Top = Top };
        VocabularyReducer.Run(engine, rows, pass.Length * taps.Length, plan, NotFinite, CancellationToken.None);
    }

    private static InterpException NotFinite(int row) =>
        new(ErrorKind.NotFinite, $"Row {row} of the grid is not finite.", "Check the model with `interp models verify`.");

    private sealed class Nothing : ITileVisitor
    {
        public void Visit(int worker, int firstRow, int rows, int firstToken, int tokens, Span<float> values)
        {
        }
    }
}
