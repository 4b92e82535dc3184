namespace Interp.Daemon.Language;

/// <summary>What a hover over a token says, before it is written.</summary>
internal sealed record TokenHover
{
    /// <summary>Label of the token, or of the character that several tokens are.</summary>
    public required string Token { get; init; }

    /// <summary>Labels of the tokens of such a character in order; empty for one token.</summary>
    public IReadOnlyList<string> Pieces { get; init; } = [];

    /// <summary>How many tokens it is.</summary>
    public required int Count { get; init; }

    public required int Id { get; init; }

    /// <summary>Its position; of several tokens that of the last one.</summary>
    public required int Position { get; init; }

    /// <summary>The prompt's last position.</summary>
    public required int Last { get; init; }

    /// <summary>What the model expects next.</summary>
    public required IReadOnlyList<HoverWord> Next { get; init; }

    /// <summary>Lens mode of the rows.</summary>
    public required string Mode { get; init; }

    /// <summary>Label of the token that is followed through the layers.</summary>
    public required string Followed { get; init; }

    /// <summary>Label of the second token; null without one.</summary>
    public string? Contrast { get; init; }

    public required IReadOnlyList<HoverRow> Rows { get; init; }

    /// <summary>The picture in sentences; labels in them are marked.</summary>
    public required IReadOnlyList<IReadOnlyList<HoverWord>> Facts { get; init; }

    /// <summary>The first and the last value of the picture, in nats.</summary>
    public required string Ends { get; init; }

    /// <summary>SVG.</summary>
    public required string Picture { get; init; }

    /// <summary>Titles and addresses.</summary>
    public required IReadOnlyList<(string Title, string Address)> Links { get; init; }
}

/// <summary>A word of a hover.</summary>
/// <param name="Text">As shown.</param>
/// <param name="Number">What stands behind it, e.g. its probability; empty for none.</param>
/// <param name="IsToken">True for labels of tokens.</param>
/// <param name="IsStrong">True for the token that is followed.</param>
internal sealed record HoverWord(string Text, string Number = "", bool IsToken = true, bool IsStrong = false);

/// <summary>What one layer would say.</summary>
internal sealed record HoverRow(int Layer, IReadOnlyList<HoverWord> Words, string Rank);
