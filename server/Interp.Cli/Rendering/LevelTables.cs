using Interp.Contracts;
using Interp.Figures;

namespace Interp.Cli.Rendering;

/// <summary>Tables of scored parts, all of one form: what names the part, its numbers, what else is known of it.</summary>
internal sealed class LevelTables(IPage page)
{
    /// <summary>Writes a level: its title, both tails parted by a rule, and its certificate.</summary>
    public void Write<TRow>(
        string title,
        IReadOnlyList<TRow> top,
        IReadOnlyList<TRow>? bottom,
        string[] nameHeaders,
        Func<TRow, Piece[]> names,
        Certificate? certificate,
        string[] moreHeaders,
        Func<TRow, Piece[]> more)
        where TRow : ContributionRow
    {
        var rows = top.Concat(bottom ?? []).ToList();
        var withFirstOrder = rows.Exists(row => row.FirstOrder is not null);
        var withIncrease = rows.Exists(row => row.Increase is not null);
        var withContrast = rows.Exists(row => row.IncreaseContrast is not null);
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

        if (bottom is { Count: > 0 })
        {
            table.AddRule();
            foreach (var row in bottom)
            {
                table.Add(Cells(row));
            }
        }

        page.Line();
        page.Line(Piece.Strong(title));
        page.Table(table);
        if (certificate is not null)
        {
            CertificateLine.Write(certificate, title, page);
        }

        Piece[] Cells(TRow row) =>
        [
            .. names(row),
            Score(row.Score),
            .. withIncrease ? new[] { Number(row.Increase, NumberText.Score) } : [],
            .. withContrast ? new[] { Number(row.IncreaseContrast, NumberText.Score) } : [],
            Number(row.Bs, NumberText.Score), Number(row.Norm, NumberText.Norm),
            .. withFirstOrder ? new[] { Number(row.FirstOrder, NumberText.Score) } : [],
            .. more(row),
        ];
    }

    /// <summary>A score in the colour of its sign.</summary>
    public static Piece Score(double score) => Piece.Number(NumberText.Score(score), score > 0 ? Tone.Raises : score < 0 ? Tone.Lowers : Tone.Plain);

    private static Piece Number(double? value, Func<double, string> form) => value is double number ? Piece.Number(form(number)) : new Piece("");
}
