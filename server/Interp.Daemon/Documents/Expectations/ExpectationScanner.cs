using System.Globalization;
using Interp.Contracts;

namespace Interp.Daemon.Documents;

/// <summary>Reads the small pieces of an expectation: words, numbers, strings, signs.</summary>
internal sealed class ExpectationScanner(string text, TextPosition origin)
{
    /// <summary>Where reading goes on.</summary>
    public int At { get; private set; }

    /// <summary>Where the number or string stands that was read last.</summary>
    public TextSlice Last { get; private set; }

    /// <summary>True at the end.</summary>
    public bool AtEnd
    {
        get
        {
            SkipBlanks();
            return At == text.Length;
        }
    }

    /// <summary>The text between two offsets.</summary>
    public string Slice(int start, int end) => text[start..end];

    /// <summary>The stretch of the document between two offsets.</summary>
    public TextRange Range(int start, int end) => new(
        origin with { Character = origin.Character + start },
        origin with { Character = origin.Character + end });

    /// <summary>The next piece, for messages: up to a blank, comma or bracket, at least one character.</summary>
    public TextRange NextPiece()
    {
        SkipBlanks();
        var end = At;
        while (end < text.Length && text[end] is not (' ' or '\t' or ',' or '(' or ')'))
        {
            end++;
        }

        end = Math.Min(text.Length, Math.Max(end, At + 1));
        return Range(At, end);
    }

    public void SkipBlanks()
    {
        while (At < text.Length && DirectiveLine.IsBlank(text[At]))
        {
            At++;
        }
    }

    /// <summary>Letters; empty where there are none.</summary>
    public string Word()
    {
        SkipBlanks();
        var start = At;
        while (At < text.Length && (char.IsAsciiLetter(text[At]) || text[At] == '_'))
        {
            At++;
        }

        return text[start..At];
    }

    /// <summary>True where the sign came next; it is then read.</summary>
    public bool Take(string sign)
    {
        SkipBlanks();
        if (!text.AsSpan(At).StartsWith(sign, StringComparison.Ordinal))
        {
            return false;
        }

        At += sign.Length;
        return true;
    }

    /// <summary>A JSON string, or null where none comes next.</summary>
    public string? Quoted()
    {
        SkipBlanks();
        if (At == text.Length || text[At] != '"')
        {
            return null;
        }

        for (var end = At + 1; end < text.Length; end++)
        {
            if (text[end] == '\\')
            {
                end++;
            }
            else if (text[end] == '"')
            {
                var value = ValueReader.JsonString(text[At..(end + 1)]);
                if (value is not null)
                {
                    Pass(end + 1);
                }

                return value;
            }
        }

        return null;
    }

    /// <summary>A whole number without sign, or null where none comes next.</summary>
    public int? Whole()
    {
        SkipBlanks();
        var end = At;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        if (!int.TryParse(text.AsSpan(At, end - At), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        Pass(end);
        return number;
    }

    /// <summary>A number with sign, decimals and exponent, or null where none comes next.</summary>
    public double? Number()
    {
        SkipBlanks();
        var end = At;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] is '-' or '+' or '.' or 'e' or 'E'))
        {
            end++;
        }

        if (!double.TryParse(text.AsSpan(At, end - At), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
        {
            return null;
        }

        Pass(end);
        return number;
    }

    private void Pass(int end)
    {
        Last = new TextSlice(At, end);
        At = end;
    }
}
