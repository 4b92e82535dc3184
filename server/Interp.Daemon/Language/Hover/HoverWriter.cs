using System.Globalization;
using System.Text;
using Interp.Daemon.Language.Protocol;
using Interp.Figures;

namespace Interp.Daemon.Language;

/// <summary>Writes a hover as the editor can show it. The facts are in every format, whatever becomes of picture and table.</summary>
internal static class HoverWriter
{
    private const string Caption = "log-probability by layer, nats";

    /// <summary>The hover.</summary>
    public static MarkupContent Write(TokenHover hover, HoverFormat format) => format switch
    {
        HoverFormat.Html => new MarkupContent("markdown", Html(hover)),
        HoverFormat.Markdown => new MarkupContent("markdown", Markdown(hover)),
        _ => new MarkupContent("plaintext", Plain(hover)),
    };

    /// <summary>An editor cuts a hover at its lower end, VS Code at 250 pixels: what was asked for comes first, the table whole, sentences last.</summary>
    private static string Html(TokenHover hover)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Code(hover.Token)} {Place(hover, Code)} · {Links(hover)}<br>\n");
        text.Append(Next(hover)).AppendJoin(" · ", hover.Next.Select(word => $"{Code(word.Text)} **{word.Number}**")).Append("\n\n");
        text.Append("<table>\n<tr>\n");
        text.Append(CultureInfo.InvariantCulture, $"<td rowspan=\"{hover.Rows.Count + 1}\">{Caption}<br>\n{Image(hover)}<br>\n{Legend(hover)}<br>\n{MarkupText.Escape(hover.Ends)}</td>\n");
        text.Append(HtmlHead(hover));
        foreach (var row in hover.Rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"<tr>\n<td align=\"right\">{row.Layer}</td>\n");
            foreach (var word in row.Words)
            {
                text.Append(CultureInfo.InvariantCulture, $"<td>{(word.IsStrong ? $"<strong>{Code(word.Text)}</strong>" : Code(word.Text))}</td>\n");
            }

            text.Append(CultureInfo.InvariantCulture, $"<td align=\"right\">{row.Rank}</td>\n</tr>\n");
        }

        text.Append("</table>\n\n");
        return text.AppendJoin(' ', hover.Facts.Select(fact => string.Concat(fact.Select(word => word.IsToken ? Code(word.Text) : MarkupText.Escape(word.Text))))).Append('\n').ToString();
    }

    /// <summary>The head of the ranks reaches over the last words, whose own head is short: so the table is no wider than its rows.</summary>
    private static string HtmlHead(TokenHover hover)
    {
        var words = hover.Rows[0].Words.Count;
        var beside = words > 1 ? 1 : 0;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"<th align=\"right\">layer</th>\n<th align=\"left\" colspan=\"{words - beside}\">says ({hover.Mode})</th>\n<th align=\"right\" colspan=\"{1 + beside}\">rank&nbsp;of&nbsp;{Code(hover.Followed)}</th>\n</tr>\n");
    }

    private static string Markdown(TokenHover hover)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{MarkupText.Escape(hover.Token)} {Place(hover, MarkupText.Escape)} · {Links(hover)}\n\n");
        text.Append(Next(hover)).AppendJoin(" · ", hover.Next.Select(word => $"{MarkupText.Escape(word.Text)} **{word.Number}**")).Append("\n\n");
        text.Append(CultureInfo.InvariantCulture, $"![{MarkupText.Escape(InWords(hover))}]({Address(hover)})\n\n");
        text.AppendJoin("\n\n", hover.Facts.Select(fact => string.Concat(fact.Select(word => MarkupText.Escape(word.Text))))).Append("\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{MarkupText.Escape(Course(hover))}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"| layer |{Repeated(" says |", hover.Rows[0].Words.Count)} {MarkupText.Escape(hover.Followed)} rank |\n|--:|{Repeated(":--|", hover.Rows[0].Words.Count)}--:|\n");
        foreach (var row in hover.Rows)
        {
            var words = row.Words.Select(word => word.IsStrong ? $" **{MarkupText.Escape(word.Text)}** |" : $" {MarkupText.Escape(word.Text)} |");
            text.Append(CultureInfo.InvariantCulture, $"| {row.Layer} |{string.Concat(words)} {row.Rank} |\n");
        }

        return text.ToString();
    }

    private static string Plain(TokenHover hover)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{hover.Token} {Place(hover, label => label)}\n");
        text.Append(Next(hover)).AppendJoin(" · ", hover.Next.Select(word => $"{word.Text} {word.Number}")).Append('\n');
        text.AppendJoin('\n', hover.Facts.Select(fact => string.Concat(fact.Select(word => word.Text)))).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"{Course(hover)}\n");
        foreach (var row in hover.Rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"layer {row.Layer}: {string.Join("  ", row.Words.Select(word => word.Text))}  ({hover.Followed} rank {row.Rank})\n");
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>Which token it is, or which tokens: characters outside common alphabets are often several.</summary>
    private static string Place(TokenHover hover, Func<string, string> write) => hover.Pieces.Count == 0
        ? string.Create(CultureInfo.InvariantCulture, $"token {hover.Id}, position {hover.Position} of 0–{hover.Last}")
        : string.Create(
            CultureInfo.InvariantCulture,
            $"is {hover.Count} tokens: {string.Join(' ', hover.Pieces.Select(write))}, positions {hover.Position - hover.Count + 1}–{hover.Position} of 0–{hover.Last}");

    private static string Next(TokenHover hover) => hover.Pieces.Count == 0 ? "Next: " : "Next, after the last of them: ";

    private static string Code(string label) => $"<code>{MarkupText.Escape(label)}</code>";

    private static string Image(TokenHover hover) => string.Create(
        CultureInfo.InvariantCulture,
        $"<img src=\"{Address(hover)}\" width=\"{LensSparkline.Width}\" height=\"{LensSparkline.Height}\" alt=\"{MarkupText.Escape(InWords(hover))}\">");

    private static string Address(TokenHover hover) => "data:image/svg+xml;base64," + Convert.ToBase64String(Encoding.UTF8.GetBytes(hover.Picture));

    private static string Legend(TokenHover hover) =>
        $"<span style=\"color:{LensSparkline.TargetColour};\">—</span> {Code(hover.Followed)}"
        + (hover.Contrast is { } contrast ? $" <span style=\"color:{LensSparkline.ContrastColour};\">╌</span> {Code(contrast)}" : "");

    private static string Course(TokenHover hover) => $"Log-probability {hover.Ends}";

    private static string InWords(TokenHover hover) => $"{hover.Followed}{(hover.Contrast is { } contrast ? $" and {contrast}" : "")}: {Caption}";

    /// <summary>In the first line: an editor cuts a hover at its lower end.</summary>
    private static string Links(TokenHover hover) => string.Join(" · ", hover.Links.Select(link => $"[{link.Title}]({link.Address})"));

    private static string Repeated(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
