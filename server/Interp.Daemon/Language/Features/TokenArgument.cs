using System.Text.RegularExpressions;
using Interp.Contracts;
using Interp.Daemon.Documents;

namespace Interp.Daemon.Language;

/// <summary>A place in a directive where a token is due.</summary>
/// <param name="Range">What a token there replaces: what stands of one, up to its closing quote.</param>
/// <param name="IsQuoted">True where its first quote is written.</param>
/// <param name="IsOfPrompt">True where it is a token of the prompt, false where it is one that may come next.</param>
internal sealed partial record TokenArgument(TextRange Range, bool IsQuoted, bool IsOfPrompt)
{
    private const string Token = """(?<begun>"(?:[^"\\]|\\.)*|[^"\s(),]*)""";

    /// <summary>The place at the cursor; null where something else is due.</summary>
    public static TokenArgument? At(Directive directive, TextPosition cursor)
    {
        var (origin, text) = cursor < directive.ValueRange.Start ? (cursor, "") : (directive.ValueRange.Start, directive.Text);
        var at = Math.Min(cursor.Character - origin.Character, text.Length);
        var before = text[..at];
        var found = directive.Info?.Name switch
        {
            DirectiveName.Target or DirectiveName.Contrast => Begun().Match(before),
            DirectiveName.Expect => Argument().Match(before),
            _ => Match.Empty,
        };
        if (!found.Success)
        {
            return null;
        }

        var begun = found.Groups["begun"];
        var isQuoted = begun.Value.StartsWith('"');
        var rest = (isQuoted ? RestOfString() : RestOfWord()).Match(text, at);

        // Blanks behind the value are no part of it, but the cursor may stand there.
        var start = begun.Length == 0 ? cursor.Character : origin.Character + begun.Index;
        var end = Math.Max(cursor.Character, origin.Character + at + rest.Length);
        return new TokenArgument(new TextRange(cursor with { Character = start }, cursor with { Character = end }), isQuoted, found.Groups["head"].Success);
    }

    [GeneratedRegex("^" + Token + "$", RegexOptions.CultureInvariant)]
    private static partial Regex Begun();

    [GeneratedRegex(@"^(?:(?:prob|logprob|rank)\(\s*|top(?:\(\s*layer\s*=\s*\d+\s*\))?\s*==\s*|(?<head>attention\(\s*head\s+\d+\.\d+\s*,\s*))" + Token + "$", RegexOptions.CultureInvariant)]
    private static partial Regex Argument();

    [GeneratedRegex("""\G(?:[^"\\]|\\.)*"?""", RegexOptions.CultureInvariant)]
    private static partial Regex RestOfString();

    [GeneratedRegex("""\G[^"\s(),]*""", RegexOptions.CultureInvariant)]
    private static partial Regex RestOfWord();
}
