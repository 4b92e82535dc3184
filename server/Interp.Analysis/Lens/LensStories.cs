using Interp.Contracts;

namespace Interp.Analysis;

/// <summary>From which depth on a followed token is the answer.</summary>
internal static class LensStories
{
    /// <summary>The story of one position, whose cells go from the embedding to the last block.</summary>
    public static LensStory Of(IReadOnlyList<LensCell> cells) => new()
    {
        FirstFrom = HoldsFrom(cells, cell => cell.Target?.Rank == 1),
        LeadsFrom = HoldsFrom(cells, cell => cell.Target?.Logit > cell.Contrast?.Logit),
    };

    /// <summary>The first row from which on a thing holds in every row to the end; null if it does not hold in the last.</summary>
    private static int? HoldsFrom(IReadOnlyList<LensCell> cells, Func<LensCell, bool> holds)
    {
        var row = cells.Count;
        while (row > 0 && holds(cells[row - 1]))
        {
            row--;
        }

        return row < cells.Count ? row : null;
    }
}
