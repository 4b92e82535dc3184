using Interp.Models.Families;

namespace Interp.Models.Reading;

/// <summary>Every weight of a model by slot, found and checked, not yet read.</summary>
internal sealed record WeightPlan
{
    /// <summary>The specification, less what the checkpoint lacks.</summary>
    public required ModelSpec Spec { get; init; }

    /// <summary>Weights outside the layers.</summary>
    public required IReadOnlyDictionary<WeightSlot, PlannedWeight> Model { get; init; }

    /// <summary>Weights of each layer.</summary>
    public required IReadOnlyList<IReadOnlyDictionary<WeightSlot, PlannedWeight>> Layers { get; init; }

    /// <summary>What a reader must know; each begins with a code and a colon.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
