using Interp.Contracts;
using Interp.Runtime;

namespace Interp.Analysis;

/// <summary>A vector of a request, checked, with the way to compute it.</summary>
internal sealed record PlannedVector
{
    /// <summary>The request's vector with defaults filled and positions non-negative.</summary>
    public required VectorChoice Choice { get; init; }

    /// <summary>Position whose run it belongs to; null for weights and given vectors.</summary>
    public int? Position { get; init; }

    /// <summary>True for the stream itself, which gets biases in mode frozen.</summary>
    public bool IsState { get; init; }

    /// <summary>Taps that <see cref="Fill"/> reads.</summary>
    public IReadOnlyList<string> Taps { get; init; } = [];

    /// <summary>Writes the vector [D], given the pass (null without a prompt).</summary>
    public required VectorFill Fill { get; init; }
}

/// <summary>Writes a vector of width D.</summary>
internal delegate void VectorFill(ForwardPass? pass, Span<float> vector);
