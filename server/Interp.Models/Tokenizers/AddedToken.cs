namespace Interp.Models.Tokenizers;

/// <summary>A token that is found in the text itself, before it is split.</summary>
internal sealed record AddedToken
{
    /// <summary>Its id.</summary>
    public required int Id { get; init; }

    /// <summary>Its text.</summary>
    public required string Content { get; init; }

    /// <summary>Found only where no word character touches it.</summary>
    public bool SingleWord { get; init; }

    /// <summary>Takes in the white space before it.</summary>
    public bool StripsLeft { get; init; }

    /// <summary>Takes in the white space after it.</summary>
    public bool StripsRight { get; init; }

    /// <summary>Looked for, normalised itself, in the normalised text.</summary>
    public bool Normalized { get; init; }

    /// <summary>A control token.</summary>
    public bool Special { get; init; }
}
