namespace Interp.Cli.Rendering;

/// <summary>A stretch of text with the part it plays; a page decides how that looks.</summary>
/// <param name="Text">What is written, already made visible.</param>
/// <param name="Tone">The part it plays.</param>
/// <param name="IsNumber">True for numbers, whose minus is typographic on a terminal.</param>
internal readonly record struct Piece(string Text, Tone Tone = Tone.Plain, bool IsNumber = false)
{
    /// <summary>Plain text.</summary>
    public static implicit operator Piece(string text) => new(text);

    /// <summary>A number.</summary>
    public static Piece Number(string text, Tone tone = Tone.Plain) => new(text, tone, IsNumber: true);

    /// <summary>Text that stands back.</summary>
    public static Piece Dim(string text) => new(text, Tone.Dim);

    /// <summary>Text that stands out.</summary>
    public static Piece Strong(string text) => new(text, Tone.Strong);
}

/// <summary>The part a piece of text plays.</summary>
internal enum Tone
{
    /// <summary>Ordinary text.</summary>
    Plain,

    /// <summary>Explanations and units.</summary>
    Dim,

    /// <summary>Titles and answers.</summary>
    Strong,

    /// <summary>Raises the target.</summary>
    Raises,

    /// <summary>Lowers the target.</summary>
    Lowers,

    /// <summary>Proved or passed.</summary>
    Good,

    /// <summary>To be minded: warnings, what is not proved.</summary>
    Caution,

    /// <summary>A command to type.</summary>
    Verb,

    /// <summary>A quoted argument of a command.</summary>
    Literal,

    /// <summary>The analysed token.</summary>
    Marked,
}
