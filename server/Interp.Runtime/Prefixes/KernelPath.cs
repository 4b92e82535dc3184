using System.Runtime.Intrinsics.X86;
using Interp.Models;

namespace Interp.Runtime.Prefixes;

/// <summary>
/// How ONNX Runtime's matrix kernels add up in a block, as far as it depends on the number of rows and of threads. Where two runs have the same
/// path, the row of a position has the same bits in both, because every other operator of a block works row by row.
/// </summary>
/// <remarks>
/// The kernel adds the products of an entry in order, in stretches of the inner axis, and rounds once more between stretches. A stretch has 128
/// products, or up to 1024 where a thread has few columns; threads share the columns where there are more of these than rows, else the rows.
/// So a product with at most 128 of them is always added in one go, and a longer one depends on how the columns are shared.
/// A single row is another kernel altogether. The masked end of an attention row adds exact zeros.
/// </remarks>
internal static class KernelPath
{
    private const int Stretch = 128;
    private const int ColumnGroup = 16;
    private const int MostStretch = 1024;
    private const double WorkPerThread = 64 * 1024;
    private const int Whole = int.MaxValue;

    // ONNX Runtime cuts work finer where cores differ.
    private static readonly int PiecesPerThread = IsHybrid() ? 4 : 1;

    /// <summary>True on machines whose kernels were shown to work row by row, whatever the number of rows.</summary>
    public static bool IsByRows => X86Base.IsSupported;

    /// <summary>The path of <paramref name="rows"/> rows, the last of a prompt of <paramref name="length"/> tokens.</summary>
    public static string Of(ModelSpec spec, int rows, int length, int threads)
    {
        var workers = threads == 1 ? 1 : threads * PiecesPerThread;
        var (attention, groups) = (spec.Heads * spec.HeadWidth, spec.KvHeads * spec.HeadWidth);
        var groupRows = spec.Heads / spec.KvHeads * rows;
        string[] codes =
        [
            rows == 1 ? "row" : "rows",
            Product(rows, attention, spec.Width),
            Product(rows, groups, spec.Width),
            Product(rows, spec.Width, attention),
            Product(rows, spec.FfWidth, spec.Width),
            Product(rows, spec.Width, spec.FfWidth),
            Code(new Shape(groupRows, length, spec.HeadWidth, spec.KvHeads), workers),
            Mix(new Shape(groupRows, spec.HeadWidth, length, spec.KvHeads), workers),
        ];
        return string.Join(' ', codes);

        string Product(int m, int n, int k) => Code(new Shape(m, n, k, 1), workers);
    }

    /// <summary>Positions at which a suffix may begin are multiples of this: sums start at addresses that are as far from a cache line as before.</summary>
    public static int Granule(ModelSpec spec)
    {
        // 16 floats; the lowest set bit of a width is the largest power of two in it.
        const int line = 16;
        int[] widths = [spec.Width, spec.Heads * spec.HeadWidth, spec.KvHeads * spec.HeadWidth];
        return widths.Max(width => line / Math.Min(line, width & -width));
    }

    private static string Code(Shape shape, int workers) => Spell(Stretches(shape, workers));

    /// <summary>
    /// Attention mixes as many values as there are tokens. While they fit in the first stretch, a longer prompt only adds stretches of zeros, so
    /// that the code is that of a long prompt.
    /// </summary>
    private static string Mix(Shape shape, int workers)
    {
        var stretches = Stretches(shape, workers);
        var usual = StretchOf(shape.Columns);
        return shape.Inner <= usual && stretches.All(stretch => stretch == Whole) ? Spell([usual]) : Spell(stretches);
    }

    private static string Spell(IEnumerable<int> stretches)
    {
        var list = stretches.ToList();
        return list.Distinct().Count() == 1 ? $"{list[0]}" : string.Join(',', list);
    }

    /// <summary>Stretches of the groups of columns that threads have, in their order: one where all columns are in one group.</summary>
    private static IEnumerable<int> Stretches(Shape shape, int workers)
    {
        var work = (double)shape.Rows * shape.Columns * shape.Inner * shape.Batch;
        var wanted = work < WorkPerThread * workers ? (int)(work / WorkPerThread) + 1 : workers;
        var threads = Math.Max(wanted / shape.Batch, 1);
        if (shape.Columns <= shape.Rows)
        {
            // A thread that is left with one row takes the kernel for one.
            var fewest = shape.Rows / Math.Min(threads, shape.Rows);
            return fewest == 1 ? [0] : [Effective(shape.Columns, shape.Inner)];
        }

        var groups = (shape.Columns + ColumnGroup - 1) / ColumnGroup;
        threads = Math.Min(threads, groups);
        return Enumerable.Range(0, groups).Select(group => Effective(ColumnsOf(group), shape.Inner));

        int ColumnsOf(int group)
        {
            var (each, more) = Math.DivRem(groups, threads);
            var thread = group < (each + 1) * more ? group / (each + 1) : more + ((group - ((each + 1) * more)) / each);
            var first = (thread * each) + Math.Min(thread, more);
            var count = each + (thread < more ? 1 : 0);
            return Math.Min((first + count) * ColumnGroup, shape.Columns) - (first * ColumnGroup);
        }
    }

    private static int Effective(int columns, int inner)
    {
        var stretch = columns >= inner ? Stretch : StretchOf(columns);
        return stretch >= inner ? Whole : stretch;
    }

    /// <summary>Products in one stretch for a number of columns that is less than the inner size.</summary>
    private static int StretchOf(int columns)
    {
        var stretch = Stretch;
        for (var half = Stretch / 2; stretch < MostStretch && half >= columns; half /= 2)
        {
            stretch *= 2;
        }

        return stretch;
    }

    private static bool IsHybrid()
    {
        const int featureLeaf = 7, hybridBit = 15;
        return X86Base.IsSupported && X86Base.CpuId(0, 0).Eax >= featureLeaf && (X86Base.CpuId(featureLeaf, 0).Edx >> hybridBit & 1) != 0;
    }

    private readonly record struct Shape(int Rows, int Columns, int Inner, int Batch);
}
