using Interp.Contracts;
using Interp.Figures;

namespace Interp.Cli.Rendering;

/// <summary>Scored parts of one level; columns that none of them has are left out.</summary>
internal sealed class ScoreTable<TRow>(IReadOnlyList<TRow> rows, string[] nameHeaders, Func<TRow, Piece[]> names, string[] moreHeaders, Func<TRow, Piece[]> more)
    where TRow : ContributionRow
{
    private readonly bool withFirstOrder = rows.Any(row => row.FirstOrder is not null);
    private readonly bool withIncrease = rows.Any(row => row.Increase is not null);
    private readonly bool withContrast = rows.Any(row => row.IncreaseContrast is not null);

    /// <summary>The table of both tails, parted by a rule.</summary>
    public TextTable Of(IReadOnlyList<TRow> top, IReadOnlyList<TRow> bottom)
    {
        var table = new TextTable(
        [
            .. nameHeaders.Select(header => new Column(header)),
            Column.Numbers("score"),
            .. withIncrease ? new[] { Column.Numbers("target") } : [],
            .. withContrast ? new[] { Column.Numbers("contrast") } : [],
            Column.Numbers("bs"), Column.Numbers("norm"),
            .. withFirstOrder ? new[] { Column.Numbers("first order") } : [],
            .. moreHeaders.Select(header => new Column(header)),
        ]);
        foreach (var row in top)
        {
            table.Add(Cells(row));
        }

        if (bottom.Count > 0)
        {
            table.AddRule();
        }

        foreach (var row in bottom)
        {
            table.Add(Cells(row));
        }

        return table;
    }

    private Piece[] Cells(TRow row) =>
    [
        .. names(row),
        LevelTables.Score(row.Score),
        .. withIncrease ? new[] { Number(row.Increase, NumberText.Score) } : [],
        .. withContrast ? new[] { Number(row.IncreaseContrast, NumberText.Score) } : [],
        Number(row.Bs, NumberText.Score), Number(row.Norm, NumberText.Norm),
        .. withFirstOrder ? new[] { Number(row.FirstOrder, NumberText.Score) } : [],
        .. more(row),
    ];

    private static Piece Number(double? value, Func<double, string> form) => value is double number ? Piece.Number(form(number)) : new Piece("");
}
