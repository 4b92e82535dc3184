using System.Text;
using System.Text.RegularExpressions;

namespace Interp.Models.Tokenizers;

/// <summary>What a text is searched for: a fixed text, characters of a class, or a regular expression.</summary>
internal abstract class TextPattern
{
    /// <summary>All matches from left to right, as units [start, end); empty ones are left out.</summary>
    public abstract List<(int Start, int End)> MatchesIn(ReadOnlySpan<char> text);

    /// <summary>A fixed text, compared unit by unit.</summary>
    public static TextPattern Literal(string literal) => new LiteralPattern(literal);

    /// <summary>Every character of a class, each its own match.</summary>
    public static TextPattern Characters(Func<Rune, bool> isMember) => new CharacterPattern(isMember);

    /// <summary>A regular expression in .NET's dialect.</summary>
    public static TextPattern Expression(Regex expression) => new ExpressionPattern(expression);

    private sealed class LiteralPattern(string literal) : TextPattern
    {
        public override List<(int Start, int End)> MatchesIn(ReadOnlySpan<char> text)
        {
            var matches = new List<(int, int)>();
            if (literal.Length == 0)
            {
                return matches;
            }

            for (int at = 0, found; (found = text[at..].IndexOf(literal, StringComparison.Ordinal)) >= 0; at += found + literal.Length)
            {
                matches.Add((at + found, at + found + literal.Length));
            }

            return matches;
        }
    }

    private sealed class CharacterPattern(Func<Rune, bool> isMember) : TextPattern
    {
        public override List<(int Start, int End)> MatchesIn(ReadOnlySpan<char> text)
        {
            var matches = new List<(int, int)>();
            var unit = 0;
            foreach (var character in text.EnumerateRunes())
            {
                if (isMember(character))
                {
                    matches.Add((unit, unit + character.Utf16SequenceLength));
                }

                unit += character.Utf16SequenceLength;
            }

            return matches;
        }
    }

    private sealed class ExpressionPattern(Regex expression) : TextPattern
    {
        public override List<(int Start, int End)> MatchesIn(ReadOnlySpan<char> text)
        {
            var shadow = ShadowText.Of(text);
            var matches = new List<(int, int)>();
            try
            {
                foreach (var match in expression.EnumerateMatches(shadow.IsSame ? text : shadow.Text))
                {
                    if (match.Length > 0)
                    {
                        matches.Add((shadow.UnitOf(match.Index), shadow.UnitOf(match.Index + match.Length)));
                    }
                }
            }
            catch (RegexMatchTimeoutException exception)
            {
                throw TokenizerProblems.Unsupported(
                    $"its pattern \"{expression}\" takes longer than {expression.MatchTimeout.TotalSeconds} s on this text ({exception.GetType().Name})");
            }

            return matches;
        }
    }
}
