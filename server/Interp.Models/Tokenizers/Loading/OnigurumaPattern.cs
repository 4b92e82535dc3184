using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Interp.Models.Tokenizers.Loading;

/// <summary>
/// Regular expressions of tokenizer files (Oniguruma, Ruby's dialect) in .NET's dialect: possessive quantifiers become atomic groups,
/// classes of characters keep their extent, brackets inside of classes are escaped. What has no counterpart is refused by name.
/// </summary>
internal sealed class OnigurumaPattern
{
    private const int LongestPattern = 100_000;

    /// <summary>Letters, enclosed ones too, marks, decimal and letter numbers, connecting punctuation, and all numbers of Latin-1.</summary>
    private const string WordMembers = @"\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}\u24B6-\u24E9\u00B2\u00B3\u00B9\u00BC-\u00BE";

    private static readonly TimeSpan LongestMatch = TimeSpan.FromSeconds(10);

    private readonly string source;
    private readonly StringBuilder result = new();
    private readonly Stack<(int Start, bool IgnoresCase)> groups = new();
    private int at;
    private int atomStart;
    private bool ignoresCase;

    private OnigurumaPattern(string source)
    {
        this.source = source;
    }

    /// <summary>The expression in .NET's dialect.</summary>
    /// <exception cref="Contracts.InterpException">ModelUnsupported: the pattern, and what of it is not read.</exception>
    public static Regex Translate(string pattern)
    {
        if (pattern.Length > LongestPattern)
        {
            throw TokenizerProblems.Unsupported($"it has a pattern of {pattern.Length} characters");
        }

        var translated = new OnigurumaPattern(pattern).Run();
        try
        {
            return new Regex(translated, RegexOptions.CultureInvariant | RegexOptions.Multiline, LongestMatch);
        }
        catch (ArgumentException exception)
        {
            throw Refused(pattern, exception.Message);
        }
    }

    private static Contracts.InterpException Refused(string pattern, string why) =>
        TokenizerProblems.Unsupported($"its pattern \"{(pattern.Length <= 120 ? pattern : pattern[..120] + "...")}\" is not read ({why})");

    private string Run()
    {
        while (at < source.Length)
        {
            Next();
        }

        return result.ToString();
    }

    private void Next()
    {
        var unit = source[at];
        switch (unit)
        {
            case '\\':
                atomStart = result.Length;
                result.Append(Escape(inClass: false));
                break;
            case '[':
                atomStart = result.Length;
                Class();
                break;
            case '(':
                OpenGroup();
                break;
            case ')':
                (atomStart, ignoresCase) = groups.Count > 0 ? groups.Pop() : (0, ignoresCase);
                Keep();
                break;
            case '?' or '*' or '+' or '{':
                Quantifier();
                break;
            default:
                Literal(unit);
                break;
        }
    }

    private void Keep() => result.Append(source[at++]);

    private void Literal(char unit)
    {
        if (char.IsSurrogate(unit))
        {
            throw Refused(source, "a character beyond the basic plane");
        }

        atomStart = result.Length;
        // Oniguruma folds the long s and the Kelvin sign, too.
        var folded = !ignoresCase ? null : unit switch
        {
            's' or 'S' => @"[sS\u017F]",
            'k' or 'K' => @"[kK\u212A]",
            _ => null,
        };
        result.Append(folded ?? unit.ToString());
        at++;
    }

    private void OpenGroup()
    {
        groups.Push((result.Length, ignoresCase));
        Keep();
        if (at >= source.Length || source[at] != '?')
        {
            return;
        }

        Keep();
        for (var isOn = true; at < source.Length && source[at] is 'i' or 'm' or 's' or 'x' or '-';)
        {
            var flag = source[at++];
            isOn &= flag != '-';
            ignoresCase = flag == 'i' ? isOn : ignoresCase;
            // Ruby's m lets the dot match line ends, which is .NET's s.
            result.Append(flag == 'm' ? 's' : flag);
        }

        if (at < source.Length && source[at] == ')')
        {
            // Flags without a group hold to the end of the group around them.
            groups.Pop();
            Keep();
        }
        else
        {
            KeepGroupKind();
        }
    }

    private void KeepGroupKind()
    {
        while (at < source.Length && source[at] is ':' or '=' or '!' or '>' or '<')
        {
            Keep();
        }
    }

    private void Quantifier()
    {
        var start = result.Length;
        var isInterval = source[at] == '{';
        var end = isInterval ? source.IndexOf('}', at) : at;
        if (end < 0 || (isInterval && !IsInterval(source.AsSpan(at + 1, end - at - 1))))
        {
            atomStart = start;
            result.Append(@"\{");
            at++;
            return;
        }

        result.Append(source, at, end + 1 - at);
        at = end + 1;
        if (at < source.Length && source[at] == '+' && !isInterval)
        {
            at++;
            result.Insert(atomStart, "(?>").Append(')');
        }
        else if (at < source.Length && source[at] == '?')
        {
            Keep();
        }
    }

    private static bool IsInterval(ReadOnlySpan<char> inside)
    {
        foreach (var unit in inside)
        {
            if (!char.IsAsciiDigit(unit) && unit != ',')
            {
                return false;
            }
        }

        return !inside.IsEmpty;
    }

    private void Class()
    {
        Keep();
        if (at < source.Length && source[at] == '^')
        {
            Keep();
        }

        for (var isFirst = true; at < source.Length && (source[at] != ']' || isFirst); isFirst = false)
        {
            if (source[at] == '\\')
            {
                result.Append(Escape(inClass: true));
            }
            else if (source[at] == '[')
            {
                throw Refused(source, "a class inside of a class");
            }
            else if (source[at] == '&' && at + 1 < source.Length && source[at + 1] == '&')
            {
                throw Refused(source, "the intersection of two classes");
            }
            else if (char.IsSurrogate(source[at]))
            {
                throw Refused(source, "a character beyond the basic plane");
            }
            else
            {
                Keep();
            }
        }

        if (at >= source.Length)
        {
            throw Refused(source, "a class without an end");
        }

        Keep();
    }

    private string Escape(bool inClass)
    {
        if (at + 1 >= source.Length)
        {
            throw Refused(source, "a backslash at the end");
        }

        var kind = source[at + 1];
        at += 2;
        return kind switch
        {
            'w' => inClass ? WordMembers : $"[{WordMembers}]",
            'W' when !inClass => $"[^{WordMembers}]",
            'b' when !inClass => $"(?:(?<=[{WordMembers}])(?![{WordMembers}])|(?<![{WordMembers}])(?=[{WordMembers}]))",
            'B' when !inClass => $"(?:(?<=[{WordMembers}])(?=[{WordMembers}])|(?<![{WordMembers}])(?![{WordMembers}]))",
            'h' => inClass ? "0-9a-fA-F" : "[0-9a-fA-F]",
            'H' when !inClass => "[^0-9a-fA-F]",
            'p' or 'P' => Property(kind),
            'x' when at < source.Length && source[at] == '{' => CodePoint(),
            'W' or 'H' or 'K' or 'R' or 'X' or 'O' or 'N' or 'y' or 'Y' or 'g' or 'k' => throw Refused(source, $"\\{kind}"),
            _ => $"\\{kind}",
        };
    }

    private string Property(char kind)
    {
        var end = at < source.Length && source[at] == '{' ? source.IndexOf('}', at) : -1;
        if (end < 0)
        {
            throw Refused(source, $"\\{kind} without a name");
        }

        var name = source[(at + 1)..end];
        at = end + 1;
        var isNegated = name.StartsWith('^') != (kind == 'P');
        var category = name.TrimStart('^') switch
        {
            "Letter" => "L",
            "Mark" => "M",
            "Number" => "N",
            "Punctuation" => "P",
            "Symbol" => "S",
            "Separator" => "Z",
            "Other" => "C",
            { Length: 1 or 2 } code when "LMNPSZC".Contains(code[0]) => code,
            var other => throw Refused(source, $"the property {other}"),
        };
        return $"\\{(isNegated ? 'P' : 'p')}{{{category}}}";
    }

    private string CodePoint()
    {
        var end = source.IndexOf('}', at);
        if (end < 0 || !int.TryParse(source.AsSpan(at + 1, end - at - 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            || value is < 0 or > 0xFFFF)
        {
            throw Refused(source, "a character beyond the basic plane");
        }

        at = end + 1;
        return string.Create(CultureInfo.InvariantCulture, $"\\u{value:X4}");
    }
}
