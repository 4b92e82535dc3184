using Interp.Contracts;
using Interp.Numerics;

namespace Interp.Daemon.Documents;

/// <summary>Reads the lines of a document, or of a fence: settings for all blocks, then the blocks.</summary>
internal sealed class SectionReader(TextBuffer text, SourceLine[] lines, int firstIndex, ProblemList problems)
{
    private const string Mark = "###";

    /// <summary>The section.</summary>
    public DocumentSection Read()
    {
        var headers = Headers();
        if (headers.Count == 0)
        {
            return WithoutHeader();
        }

        var defaults = ReadDefaults(headers[0]);
        return new DocumentSection(defaults, ReadBlocks(headers, defaults));
    }

    /// <summary>The blocks of lines that begin with a header, under the settings of their document; none where no line is one.</summary>
    public PromptBlock[] ReadBlocks(IReadOnlyList<Directive> defaults) => ReadBlocks(Headers(), defaults);

    private PromptBlock[] ReadBlocks(List<int> headers, IReadOnlyList<Directive> defaults)
    {
        var blocks = new PromptBlock[headers.Count];
        for (var index = 0; index < blocks.Length; index++)
        {
            var end = index + 1 < blocks.Length ? headers[index + 1] : lines.Length;
            blocks[index] = ReadBlock(firstIndex + index, headers[index], end, defaults);
        }

        return blocks;
    }

    private List<int> Headers()
    {
        var headers = new List<int>();
        for (var line = 0; line < lines.Length; line++)
        {
            if (Line(line).StartsWith(Mark))
            {
                headers.Add(line);
            }
        }

        return headers;
    }

    private ReadOnlySpan<char> Line(int line) => lines[line].Of(text);

    private DocumentSection WithoutHeader()
    {
        var next = ReadDirectives(0, lines.Length, out var directives);
        if (directives.Count == 0 && lines.All(line => line.Of(text).Trim().Length == 0))
        {
            return new DocumentSection([], []);
        }

        var prompt = ReadPrompt(next, lines.Length, directives.Count > 0);
        var block = new PromptBlock
        {
            Index = firstIndex,
            Name = "",
            Header = null,
            Range = new TextRange(lines[0].At(0), Later(lines[Math.Max(0, next - 1)].Whole.End, prompt.Range.End)),
            Prompt = prompt,
            Directives = directives,
            Defaults = [],
        };
        Check(block);
        return new DocumentSection([], [block]);
    }

    private PromptBlock ReadBlock(int index, int header, int end, IReadOnlyList<Directive> defaults)
    {
        var next = ReadDirectives(header + 1, end, out var directives);
        var prompt = ReadPrompt(next, end, dropsBlank: true);
        var block = new PromptBlock
        {
            Index = index,
            Name = Line(header).TrimStart('#').Trim().ToString(),
            Header = lines[header].Whole,
            Range = new TextRange(lines[header].At(0), Later(lines[next - 1].Whole.End, prompt.Range.End)),
            Prompt = prompt,
            Directives = directives,
            Defaults = defaults,
        };
        Check(block);
        return block;
    }

    /// <summary>Before the first block, settings may stand apart and have remarks between them.</summary>
    private List<Directive> ReadDefaults(int end)
    {
        var directives = new List<Directive>();
        var (first, last) = (-1, -1);
        for (var line = 0; line < end; line++)
        {
            var content = Line(line);
            if (content.StartsWith('@'))
            {
                directives.Add(ReadDirective(lines[line], directives));
            }
            else if (content.Trim().Length > 0 && content[0] != '#')
            {
                (first, last) = (first < 0 ? line : first, line);
            }
        }

        if (first >= 0)
        {
            problems.Add(new DocumentProblem
            {
                Range = new TextRange(lines[first].At(0), lines[last].Whole.End),
                Message = "The text before the first ### belongs to no block.",
                Hint = "Put a line with ### and a name above it.",
                Code = "block",
                Severity = ProblemSeverity.Warning,
                Fixes = [new DocumentFix("Begin a block here", new TextRange(lines[first].At(0), lines[first].At(0)), Mark + "\n")],
            });
        }

        return directives;
    }

    /// <summary>Reads the directives from a line on; gives the line behind them.</summary>
    private int ReadDirectives(int line, int end, out List<Directive> directives)
    {
        directives = [];
        while (line < end && Line(line).StartsWith('@'))
        {
            directives.Add(ReadDirective(lines[line++], directives));
        }

        return line;
    }

    private Directive ReadDirective(SourceLine line, List<Directive> earlier)
    {
        var content = line.Of(text);
        var cut = DirectiveLine.Cut(content);
        var word = content[1..cut.WordEnd].ToString();
        var value = content[cut.ValueStart..cut.ValueEnd].ToString();
        var info = DirectiveCatalog.Find(word);
        var directive = new Directive
        {
            Info = info,
            Word = word,
            NameRange = line.Range(0, cut.WordEnd),
            Text = value,
            ValueRange = line.Range(cut.ValueStart, cut.ValueEnd),
            Value = null,
        };
        if (info is null)
        {
            Unknown(directive);
            return directive;
        }

        directive = directive with { Value = problems.IsFull ? null : ValueReader.Read(info, value, directive.ValueRange, problems.Add) };
        if (IsTwice(directive, earlier))
        {
            problems.Add(ValueReader.Problem(directive.Range, $"@{Label(directive)} is given twice.", "Remove one of the two: the last one counts.") with { Severity = ProblemSeverity.Warning });
        }

        return directive;
    }

    private static bool IsTwice(Directive directive, List<Directive> earlier) => directive switch
    {
        { Value: MemberValue member } => earlier.Exists(other => other.Value is MemberValue value && value.Method == member.Method && value.Member == member.Member),
        { Info.Repeatable: false } => earlier.Exists(other => other.Info == directive.Info),
        _ => false,
    };

    private static string Label(Directive directive) => directive.Value is MemberValue member ? $"set {member.Method}.{member.Member}" : directive.Word;

    private void Unknown(Directive directive)
    {
        if (problems.IsFull)
        {
            problems.Add(ValueReader.Problem(directive.NameRange, "", ""));
            return;
        }

        var nearest = NearestName.Of(directive.Word, DirectiveCatalog.Words);
        problems.Add(ValueReader.Problem(
            directive.NameRange,
            directive.Word.Length == 0 ? "A directive has no name." : $"There is no directive @{Shown.Short(directive.Word)}.",
            nearest is null ? $"Directives are {string.Join(", ", DirectiveCatalog.Words.Select(word => "@" + word))}; a prompt line that begins with @ is written \\@." : $"Did you mean @{nearest}?",
            nearest is null ? [] : [new DocumentFix($"Change to @{nearest}", directive.NameRange, "@" + nearest)]) with { Code = "unknownDirective" });
    }

    /// <summary>The prompt: one blank line before it and all behind it are left out.</summary>
    private PromptMap ReadPrompt(int start, int end, bool dropsBlank)
    {
        if (dropsBlank && start < end && IsBlank(start))
        {
            start++;
        }

        while (end > start && IsBlank(end - 1))
        {
            end--;
        }

        var last = lines[Math.Min(start, lines.Length) - 1 is var before && before >= 0 ? before : 0];
        return PromptMap.Of(text, lines.AsSpan(start, end - start), start < end ? lines[start].At(0) : last.Whole.End);
    }

    private bool IsBlank(int line) => Line(line).Trim(" \t").Length == 0;

    private void Check(PromptBlock block)
    {
        if (block.Prompt.Text.Length == 0)
        {
            var place = block.Header ?? block.Directives[^1].Range;
            problems.Add(new DocumentProblem { Range = place, Message = "This block has no prompt.", Hint = "Write the prompt below its directives.", Code = "block", Severity = ProblemSeverity.Warning });
            return;
        }

        // A directive below an empty line is text for the model, which is seldom meant.
        var line = lines.AsSpan()[(block.Prompt.Range.Start.Line - lines[0].Number)];
        var content = line.Of(text);
        if (content.StartsWith('@') && DirectiveCatalog.Find(content[1..DirectiveLine.Cut(content).WordEnd].ToString()) is { } info)
        {
            problems.Add(new DocumentProblem
            {
                Range = line.Whole,
                Message = $"@{info.Word} stands behind an empty line, so it is part of the prompt.",
                Hint = $"Move it above the empty line, or write \\@{info.Word} to keep it in the prompt.",
                Code = "block",
                Severity = ProblemSeverity.Warning,
                Fixes = [new DocumentFix($"Write \\@{info.Word}", new TextRange(line.At(0), line.At(0)), "\\")],
            });
        }
    }

    private static TextPosition Later(TextPosition left, TextPosition right) => left > right ? left : right;
}
