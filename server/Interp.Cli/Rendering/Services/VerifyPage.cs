using System.Globalization;
using Interp.Contracts;

namespace Interp.Cli.Rendering.Services;

/// <summary>Page of <c>models verify</c>: every check with its difference and limit.</summary>
internal static class VerifyPage
{
    /// <summary>Writes the page.</summary>
    public static void Write(VerifyResult result, IPage page)
    {
        page.Facts(Piece.Strong(result.Model.Name), PageHead.Badge(result.Badge));
        page.Line();
        var table = new TextTable(new("check"), Column.Numbers("largest difference"), Column.Numbers("limit"), new(""));
        foreach (var check in result.Checks)
        {
            table.Add(
                check.Name, Piece.Number(Number(check.Difference)), Piece.Number(Number(check.Limit), Tone.Dim),
                check.Passed ? new Piece("✓", Tone.Good) : new Piece("✗ failed", Tone.Caution));
        }

        page.Table(table);
        if (result.WorstTap is { } worst)
        {
            page.Line();
            page.Line(Piece.Dim($"nearest to its limit: {worst}, {Number(result.MaxDifference ?? 0)}"));
        }

        foreach (var warning in result.Warnings)
        {
            page.Facts(new Piece("!", Tone.Caution), new Piece(warning, Tone.Caution));
        }
    }

    private static string Number(double value) => value is double.MaxValue ? "not finite" : value == 0 ? "0" : value.ToString("0.0e-0", CultureInfo.InvariantCulture);
}
