using Interp.Contracts;

namespace Interp.Daemon.Documents;

/// <summary>What an expectation is about.</summary>
public abstract record Measure;

/// <summary>A token's probability, log-probability or rank: the model's own, or what a layer would say.</summary>
public sealed record TokenMeasure(TokenQuantity Quantity, TokenChoice Token, int? Layer) : Measure;

/// <summary>The most probable token: the model's own, or a layer's.</summary>
public sealed record TopMeasure(int? Layer) : Measure;

/// <summary>The contribution score of a part, nats.</summary>
public sealed record ScoreMeasure(NamedPart Part) : Measure;

/// <summary>How much a head attends to a token (summed over its positions) or to one position.</summary>
public sealed record AttentionMeasure(NamedPart Head, TokenChoice? Token, int? Position) : Measure;

/// <summary>What is asked of a token.</summary>
public enum TokenQuantity
{
    Prob,
    LogProb,
    Rank,
}

/// <summary>A part of the model: <c>attn N</c>, <c>ff N</c>, <c>head L.H</c> or <c>neuron L.N</c>.</summary>
/// <param name="Kind">Which kind.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Index">The head or neuron; 0 for a whole layer.</param>
public readonly record struct NamedPart(PartKind Kind, int Layer, int Index);

/// <summary>Kinds of parts that have a score.</summary>
public enum PartKind
{
    Attn,
    Ff,
    Head,
    Neuron,
}
