namespace Interp.Contracts;

/// <summary>A token of the prompt. Start and end are UTF-16 offsets into the text; absent when the prompt was given as ids.</summary>
public sealed record TokenInfo
{
    public required int Id { get; init; }
    public required string Text { get; init; }
    public int? Start { get; init; }
    public int? End { get; init; }
}

/// <summary>A token with a value of a projection (logits, or arbitrary units in mode weights).</summary>
public sealed record TokenValue
{
    public required int Id { get; init; }
    public required string Text { get; init; }
    public required double Value { get; init; }
}

/// <summary>A token with its place in a distribution: logit, natural log-probability, probability.</summary>
public record TokenProbability
{
    public required int Id { get; init; }
    public required string Text { get; init; }
    public required double Logit { get; init; }
    public required double LogProb { get; init; }
    public required double Prob { get; init; }
}

/// <summary>A followed token: the same with its rank, 1 + the number of strictly greater logits.</summary>
public sealed record TokenRank : TokenProbability
{
    public required int Rank { get; init; }
}
