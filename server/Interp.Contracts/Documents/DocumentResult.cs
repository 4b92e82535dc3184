using System.Text.Json;

namespace Interp.Contracts;

/// <summary>What a document holds: its blocks and what is wrong with it.</summary>
public sealed record DocumentRequest
{
    public required DocumentName TextDocument { get; init; }

    /// <summary>The version that the caller has; a document that has moved on is answered as it is now.</summary>
    public int? Version { get; init; }

    /// <summary>The block here gets its tokens.</summary>
    public TextPosition? Position { get; init; }

    /// <summary>The block of this number, from 0, gets its tokens; in place of a position.</summary>
    public int? Block { get; init; }

    /// <summary>The most blocks in the answer, 1 to 1,000; 1,000 where it is absent.</summary>
    public int? Count { get; init; }
}

/// <summary>An open document.</summary>
public sealed record DocumentName
{
    public required string Uri { get; init; }
}

/// <summary>A block of an open document, in place of a prompt.</summary>
public sealed record DocumentBlock
{
    /// <summary>The open document.</summary>
    public required string Uri { get; init; }

    /// <summary>Index of the block, from 0.</summary>
    public required int Block { get; init; }
}

/// <summary>Result of <see cref="DocumentRequest"/>.</summary>
public sealed record DocumentResult
{
    public required int Version { get; init; }

    /// <summary>How many blocks the document has.</summary>
    public required int Count { get; init; }

    /// <summary>Number of the first of <see cref="Blocks"/>. It is 0, unless they would not reach the block that was asked for (the last one that begins before the position): then they begin with it.</summary>
    public required int First { get; init; }

    /// <summary>Blocks in a row, no more than were asked for.</summary>
    public required IReadOnlyList<DocumentBlockResult> Blocks { get; init; }

    /// <summary>Of the whole document.</summary>
    public required IReadOnlyList<DocumentProblemResult> Problems { get; init; }
}

/// <summary>A block: one prompt with its settings.</summary>
public sealed record DocumentBlockResult
{
    public required string Name { get; init; }

    /// <summary>From its header to the end of its prompt.</summary>
    public required TextRange Range { get; init; }
    public required TextRange PromptRange { get; init; }

    /// <summary>The common members of its requests.</summary>
    public required BlockRequest Request { get; init; }
    public required IReadOnlyList<DocumentExpectation> Expectations { get; init; }

    /// <summary>The prompt's tokens; only of the block at the position asked.</summary>
    public IReadOnlyList<DocumentToken>? Tokens { get; init; }
}

/// <summary>The common members of the requests of a block, defaults of the document included.</summary>
public sealed record BlockRequest
{
    public string? Model { get; init; }
    public required string Text { get; init; }
    public string? Provider { get; init; }
    public string? Precision { get; init; }
    public JsonElement? Edits { get; init; }
}

/// <summary>An <c>@expect</c> line with its value now, where it is known.</summary>
public sealed record DocumentExpectation
{
    public required TextRange Range { get; init; }

    /// <summary>As written.</summary>
    public required string Expression { get; init; }

    /// <summary>A number, or the text of a token.</summary>
    public JsonElement? Value { get; init; }
    public bool? Met { get; init; }
}

/// <summary>A token of a prompt and where it stands in the document; what the model's tokenizer adds is an empty range at the prompt's start.</summary>
public sealed record DocumentToken
{
    public required int Id { get; init; }
    public required string Text { get; init; }
    public required TextRange Range { get; init; }
}

/// <summary>What is wrong at a place of the document.</summary>
public sealed record DocumentProblemResult
{
    public required TextRange Range { get; init; }
    public required string Message { get; init; }
    public required string Hint { get; init; }
}
