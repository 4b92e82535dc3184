namespace Interp.Models.Tokenizers;

/// <summary>What a byte-pair model says of itself beside vocabulary and merges.</summary>
internal sealed record BpeSettings
{
    /// <summary>Stands for a character without an entry; null: such a character is lost.</summary>
    public string? Unknown { get; init; }

    /// <summary>Neighbouring unknown characters become one token.</summary>
    public bool FuseUnknown { get; init; }

    /// <summary>A character without an entry becomes the entries <c>&lt;0xNN&gt;</c> of its bytes, where all of them exist.</summary>
    public bool ByteFallback { get; init; }

    /// <summary>A piece that is an entry as a whole is not taken apart.</summary>
    public bool IgnoreMerges { get; init; }

    /// <summary>Before every character but the first of a piece; empty for none.</summary>
    public string ContinuingPrefix { get; init; } = "";

    /// <summary>After the last character of a piece; empty for none.</summary>
    public string EndOfWordSuffix { get; init; } = "";
}
