namespace Interp.Models.Tokenizers;

/// <summary>What a tokenizer is made of, whatever file it was read from.</summary>
internal sealed record TokenizerParts
{
    /// <summary>Kind as users know it.</summary>
    public required string Kind { get; init; }

    /// <summary>The entries.</summary>
    public required Vocabulary Vocabulary { get; init; }

    /// <summary>What turns a piece into entries.</summary>
    public required IPieceModel Model { get; init; }

    /// <summary>Tokens found in the text itself.</summary>
    public IReadOnlyList<AddedToken> Added { get; init; } = [];

    /// <summary>Change of the text before it is split.</summary>
    public ITextNormalizer? Normalizer { get; init; }

    /// <summary>Steps that cut the text into pieces.</summary>
    public IReadOnlyList<ITextSplitter> Splitters { get; init; } = [];

    /// <summary>Steps after the vocabulary.</summary>
    public IReadOnlyList<IPostProcessor> PostProcessors { get; init; } = [];

    /// <summary>From an entry to what it adds to a text.</summary>
    public Func<string, string> Decode { get; init; } = piece => piece;

    /// <summary>What a reader must know; each begins with a code and a colon.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
