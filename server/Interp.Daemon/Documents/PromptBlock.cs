using System.Text.Json;
using Interp.Contracts;

namespace Interp.Daemon.Documents;

/// <summary>One prompt with its settings.</summary>
public sealed record PromptBlock
{
    /// <summary>From 0 in its document.</summary>
    public required int Index { get; init; }

    /// <summary>What stands behind <c>###</c>; may be empty.</summary>
    public required string Name { get; init; }

    /// <summary>The line of <c>###</c>; null for a document without one.</summary>
    public required TextRange? Header { get; init; }

    /// <summary>From its header, or first line, to the end of its prompt.</summary>
    public required TextRange Range { get; init; }

    /// <summary>The prompt and its place.</summary>
    public required PromptMap Prompt { get; init; }

    /// <summary>Its own directives, in order.</summary>
    public required IReadOnlyList<Directive> Directives { get; init; }

    /// <summary>The document's directives before the first block.</summary>
    public required IReadOnlyList<Directive> Defaults { get; init; }

    /// <summary>True where a directive of the block, or one that it inherits, cannot be read.</summary>
    public bool IsBroken => Directives.Concat(Defaults).Any(directive => directive.Value is null);

    /// <summary>What should hold of it, the document's first.</summary>
    public IEnumerable<Expectation> Expectations => Defaults.Concat(Directives).Select(directive => directive.Value).OfType<ExpectationValue>().Select(value => value.Expectation);

    public TokenChoice? Target => Token(DirectiveName.Target);

    public TokenChoice? Contrast => Token(DirectiveName.Contrast);

    /// <summary>As written; -1 where it is not.</summary>
    public int Position => Number(DirectiveName.Position) ?? -1;

    public int? Top => Number(DirectiveName.Top);

    public string? Model => Text(DirectiveName.Model);

    public string? Lens => Text(DirectiveName.Lens);

    public string? Provider => Text(DirectiveName.Provider);

    public string? Precision => Text(DirectiveName.Precision);

    public LayersValue? Layers => Find(DirectiveName.Layers)?.Value as LayersValue;

    /// <summary>Inline JSON, or a path as a JSON string.</summary>
    public DirectiveValue? Edits => Find(DirectiveName.Edits)?.Value;

    /// <summary>Members of a method's request that the block or the document sets; the block's count.</summary>
    public IReadOnlyDictionary<string, JsonElement> MembersOf(string method)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var value in Defaults.Concat(Directives).Select(directive => directive.Value).OfType<MemberValue>().Where(value => value.Method == method))
        {
            members[value.Member] = value.Json;
        }

        return members;
    }

    /// <summary>The directive that holds for the block: its own, else the document's; null where none does.</summary>
    public Directive? Find(DirectiveName name) => Last(Directives, name) ?? Last(Defaults, name);

    private static Directive? Last(IReadOnlyList<Directive> directives, DirectiveName name) =>
        directives.LastOrDefault(directive => directive.Info?.Name == name && directive.Value is not null);

    private TokenChoice? Token(DirectiveName name) => (Find(name)?.Value as TokenChoiceValue)?.Token;

    private int? Number(DirectiveName name) => (Find(name)?.Value as NumberValue)?.Number;

    private string? Text(DirectiveName name) => (Find(name)?.Value as TextValue)?.Text;
}
