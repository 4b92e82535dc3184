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
        // Nobody asked for a list of no parts.
        if (top.Count + (bottom?.Count ?? 0) == 0)
        {
            return;
        }

        var table = new ScoreTable<TRow>([.. top, .. bottom ?? []], nameHeaders, names, moreHeaders, more).Of(top, bottom ?? []);
        page.Line();
        page.Line(Piece.Strong(title));
        page.Table(table);
        if (certificate is not null)
        {
            CertificateLine.Write(certificate, title, page);
        }
    }

    /// <summary>A score in the colour of its sign.</summary>
    public static Piece Score(double score) => Piece.Number(NumberText.Score(score), score > 0 ? Tone.Raises : score < 0 ? Tone.Lowers : Tone.Plain);
}
