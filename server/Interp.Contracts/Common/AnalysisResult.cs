namespace Interp.Contracts;

/// <summary>Members of every result.</summary>
public abstract record AnalysisResult
{
    /// <summary>The analysis, as asked.</summary>
    public required string Method { get; init; }

    /// <summary>The model that was run; absent where no model took part.</summary>
    public ModelInfo? Model { get; init; }

    /// <summary>How it was run; absent where nothing was run.</summary>
    public RunInfo? Run { get; init; }

    /// <summary>The prompt's tokens; absent without a prompt.</summary>
    public IReadOnlyList<TokenInfo>? Tokens { get; init; }

    /// <summary>What a reader must know; each begins with a code and a colon.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
