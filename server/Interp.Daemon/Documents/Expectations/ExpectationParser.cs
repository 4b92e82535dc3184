using Interp.Contracts;
using Interp.Numerics;

namespace Interp.Daemon.Documents;

/// <summary>Reads <c>EXPRESSION OPERATOR VALUE</c>.</summary>
internal sealed class ExpectationParser
{
    private static readonly string[] measures = ["prob", "logprob", "rank", "top", "score", "attention"];
    private const string Syntax = "prob(TOKEN), logprob(TOKEN), rank(TOKEN), top, score(PART) or attention(head L.H, TOKEN)";
    private readonly ExpectationScanner scan;
    private readonly Action<DocumentProblem> report;
    private ExpectationPlaces places = new();

    private ExpectationParser(string text, TextPosition origin, Action<DocumentProblem> report)
    {
        scan = new ExpectationScanner(text, origin);
        this.report = report;
    }

    /// <summary>The expectation; null with a problem where it cannot be read.</summary>
    /// <param name="text">As written, without comment.</param>
    /// <param name="origin">Where it begins.</param>
    /// <param name="report">Told what is wrong.</param>
    public static Expectation? Parse(string text, TextPosition origin, Action<DocumentProblem> report) =>
        new ExpectationParser(text, origin, report).Parse(text.Length);

    private Expectation? Parse(int length)
    {
        if (ReadMeasure() is not { } measure)
        {
            return null;
        }

        var end = scan.At;
        scan.SkipBlanks();
        var signStart = scan.At;
        if (ReadComparison(measure) is not { } comparison)
        {
            return null;
        }

        double? number = null;
        TokenChoice? token = null;
        if (measure is TopMeasure)
        {
            token = ReadToken("a token in quotes, or its id");
        }
        else
        {
            number = scan.Number();
            if (number is null)
            {
                Refuse("The value is no number.", "Write a number behind the operator, with a decimal point; for example `>= 0.5`.");
            }
            else if (BoundCheck.Problem(measure, number.Value, scan.Range(scan.Last.Start, scan.Last.End)) is { } problem)
            {
                report(problem);
            }
        }

        if (token is null && number is null)
        {
            return null;
        }

        if (!scan.AtEnd)
        {
            Refuse("Something stands behind the value.", "One line has one expectation; a remark begins with # after a blank.");
            return null;
        }

        return new Expectation
        {
            Measure = measure,
            Comparison = comparison,
            Number = number,
            Token = token,
            Expression = scan.Slice(0, end).TrimEnd(),
            Bound = scan.Slice(signStart, length),
            Range = scan.Range(0, length),
            Places = places,
        };
    }

    private Measure? ReadMeasure()
    {
        var word = scan.Word();
        if (!measures.Contains(word))
        {
            var range = word.Length > 0 ? scan.Range(scan.At - word.Length, scan.At) : scan.NextPiece();
            var nearest = NearestName.Of(word, measures);
            Refuse(
                range,
                word.Length == 0 ? "An expectation begins with what is measured." : $"There is no measure \"{Shown.Short(word)}\".",
                nearest is null ? $"Write {Syntax}." : $"Did you mean {nearest}?",
                nearest is null ? [] : [new DocumentFix($"Change to {nearest}", range, nearest)]);
            return null;
        }

        if (word == "top" && !scan.Take("("))
        {
            return new TopMeasure(null);
        }

        if (word != "top" && !scan.Take("("))
        {
            Refuse($"{word} needs its token or part in brackets.", $"Write {Syntax}.");
            return null;
        }

        Measure? measure = word switch
        {
            "top" => ReadLayer(out var layer) ? new TopMeasure(layer) : null,
            "score" => ReadPart(PartKind.Attn, PartKind.Ff, PartKind.Head, PartKind.Neuron) is { } part ? new ScoreMeasure(part) : null,
            "attention" => ReadAttention(),
            _ => ReadTokenMeasure(word switch { "prob" => TokenQuantity.Prob, "logprob" => TokenQuantity.LogProb, _ => TokenQuantity.Rank }),
        };
        if (measure is not null && !scan.Take(")"))
        {
            Refuse($"The brackets of {word} do not close here.", $"Write {Syntax}.");
            return null;
        }

        return measure;
    }

    private TokenMeasure? ReadTokenMeasure(TokenQuantity quantity)
    {
        if (ReadToken("a token in quotes, or its id") is not { } token)
        {
            return null;
        }

        int? layer = null;
        return scan.Take(",") && !ReadLayer(out layer) ? null : new TokenMeasure(quantity, token, layer);
    }

    /// <summary>Reads <c>layer=N</c>; false with a problem where it is not that.</summary>
    private bool ReadLayer(out int? layer)
    {
        layer = null;
        var word = scan.Word();
        if (word == "layer" && scan.Take("=") && scan.Whole() is int number)
        {
            layer = number;
            places = places with { Layer = scan.Last };
            return true;
        }

        Refuse("Only a layer can stand here.", "Write for example `layer=25`.");
        return false;
    }

    private AttentionMeasure? ReadAttention()
    {
        if (ReadPart(PartKind.Head) is not { } head)
        {
            return null;
        }

        if (!scan.Take(","))
        {
            Refuse("attention needs the token or position that is attended to.", "Write for example `attention(head 23.4, \" France\")`.");
            return null;
        }

        if (scan.Quoted() is { } text)
        {
            places = places with { Token = scan.Last };
            return new AttentionMeasure(head, new TokenChoice { Text = text }, null);
        }

        scan.SkipBlanks();
        var start = scan.At;
        var sign = scan.Take("-") ? -1 : 1;
        if (scan.Whole() is int position)
        {
            places = places with { Position = new TextSlice(start, scan.At) };
            return new AttentionMeasure(head, null, sign * position);
        }

        Refuse("This is neither a token in quotes nor a position.", "Write for example `\" France\"` or `3`.");
        return null;
    }

    private NamedPart? ReadPart(params PartKind[] kinds)
    {
        string[] names = [.. kinds.Select(kind => kind.ToString().ToLowerInvariant())];
        var range = scan.NextPiece();
        var word = scan.Word();
        var kind = Array.IndexOf(names, word);
        if (kind < 0)
        {
            var nearest = NearestName.Of(word, names);
            Refuse(
                range,
                $"A part begins with {string.Join(", ", names)}.",
                nearest is null ? "Write for example `head 23.4`." : $"Did you mean {nearest}?",
                nearest is null || word.Length == 0 ? [] : [new DocumentFix($"Change to {nearest}", range, nearest)]);
            return null;
        }

        return ReadNumbers(kinds[kind], word);
    }

    /// <summary>The layer of a part and its number in it; neurons are written as <c>27.1392</c> and, as views show them, <c>27:1392</c>.</summary>
    private NamedPart? ReadNumbers(PartKind kind, string word)
    {
        var whole = kind is PartKind.Attn or PartKind.Ff;
        var layer = scan.Whole();
        places = places with { Layer = scan.Last };
        var sign = scan.At;
        int? index = whole ? 0 : layer is not null && (scan.Take(".") || (kind == PartKind.Neuron && scan.Take(":"))) ? scan.Whole() : null;
        if (layer is int number && index is int item)
        {
            places = whole ? places : places with { Index = scan.Last };
            return new NamedPart(kind, number, item);
        }

        if (!whole && layer is not null && scan.At == sign && scan.Take(":"))
        {
            var colon = scan.Range(scan.At - 1, scan.At);
            Refuse(colon, $"Layer and {word} have a dot between them.", $"Write for example `{word} 23.4`.", new DocumentFix("Change to a dot", colon, "."));
            return null;
        }

        Refuse($"{word} needs its number{(whole ? "" : "s")}.", whole ? $"Write for example `{word} 20`." : $"Write layer and {word} with a dot between: `{word} 23.4`.");
        return null;
    }

    private TokenChoice? ReadToken(string what)
    {
        TokenChoice? token = scan.Quoted() is { } text ? new TokenChoice { Text = text } : scan.Whole() is int id ? new TokenChoice { Id = id } : null;
        if (token is not null)
        {
            places = places with { Token = scan.Last };
            return token;
        }

        Refuse($"Here {what} is due.", "Write the token as a JSON string, for example `\" Paris\"`; most words begin with a blank.");
        return null;
    }

    private Comparison? ReadComparison(Measure measure)
    {
        foreach (var (sign, comparison) in Comparisons.All)
        {
            if (!scan.Take(sign))
            {
                continue;
            }

            if (measure is not TopMeasure || comparison == Comparison.Equal)
            {
                return comparison;
            }

            var range = scan.Range(scan.At - sign.Length, scan.At);
            Refuse(range, "A token can only be equal to another.", "Write `==`.", new DocumentFix("Change to ==", range, "=="));
            return null;
        }

        var piece = scan.NextPiece();
        var single = scan.Take("=");
        Refuse(piece, "An operator is missing here.", "Write one of >=, <=, >, <, ==.", single ? [new DocumentFix("Change to ==", scan.Range(scan.At - 1, scan.At), "==")] : []);
        return null;
    }

    private void Refuse(string message, string hint) => Refuse(scan.NextPiece(), message, hint);

    private void Refuse(TextRange range, string message, string hint, params DocumentFix[] fixes) =>
        report(new DocumentProblem { Range = range, Message = message, Hint = hint, Code = "expectation", Fixes = fixes });
}
