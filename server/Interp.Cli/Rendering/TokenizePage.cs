using Interp.Contracts;
using Interp.Figures;

namespace Interp.Cli.Rendering;

/// <summary>Tokens with ids and offsets.</summary>
internal static class TokenizePage
{
    /// <summary>Writes the page.</summary>
    public static void Write(TokenizeResult result, IPage page)
    {
        PageHead.Write(result, page);
        var tokens = result.Tokens ?? [];
        var withOffsets = tokens.Any(token => token.Start is not null);
        var table = new TextTable(
        [
            Column.Numbers("position"), Column.Numbers("id"), new("token"),
            .. withOffsets ? new[] { Column.Numbers("start"), Column.Numbers("end") } : [],
        ]);
        foreach (var (position, token) in tokens.Index())
        {
            table.Add(
            [
                Number(position), Number(token.Id), TokenLabel.Of(token.Text),
                .. withOffsets ? new[] { Number(token.Start), Number(token.End) } : [],
            ]);
        }

        page.Table(table);
    }

    private static Piece Number(int? value) => Piece.Number(value is int number ? Plain(number) : "");

    // Ids and offsets are names, not amounts: no thousands separators.
    private static string Plain(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
