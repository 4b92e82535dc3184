using System.Globalization;
using System.Text;
using Interp.Figures;

namespace Interp.Daemon.Language;

/// <summary>Token texts in Markdown and HTML: every character is shown, none is interpreted.</summary>
internal static class MarkupText
{
    private const char FirstStrongIsolate = '\u2068';
    private const char PopIsolate = '\u2069';

    /// <summary>A text as character references wherever Markdown or HTML could take it for something else.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var character in text)
        {
            if (character is ' ' or (> '\u007E' and not '\u2028' and not '\u2029') || char.IsAsciiLetterOrDigit(character))
            {
                escaped.Append(character);
            }
            else
            {
                escaped.Append(CultureInfo.InvariantCulture, $"&#{(int)character};");
            }
        }

        return escaped.ToString();
    }

    /// <summary>A token's label, cut to what fits, isolated where it runs from right to left.</summary>
    public static string Label(string text) => Isolated(TokenLabel.Of(text, TokenLabel.PictureLength));

    /// <summary>The text in isolation where it has letters that run from right to left.</summary>
    public static string Isolated(string text) => text.Any(RunsLeft) ? $"{FirstStrongIsolate}{text}{PopIsolate}" : text;

    private static bool RunsLeft(char character) => character is (>= '\u0590' and <= '\u08FF') or (>= '\uFB1D' and <= '\uFDFF') or (>= '\uFE70' and <= '\uFEFE')
        || (character >= '\uD802' && character <= '\uD803') || character == '\uD83A' || character == '\uD83B';
}
