namespace Interp.Models.Families;

/// <summary>How a tensor in a file becomes a slot of the model.</summary>
/// <param name="Name">Name in the file, behind the map's base and layer prefix.</param>
internal sealed record TensorRule(string Name)
{
    /// <summary>A matrix is stored [in, out] (Conv1D) instead of [out, in] (Linear).</summary>
    public bool InputFirst { get; init; }

    /// <summary>Which part of a tensor that holds several the slot is.</summary>
    public FusedPart Part { get; init; }

    /// <summary>Where fused, the query heads of a group stand beside their key and value instead of all queries, keys and values after each other.</summary>
    public bool ByGroup { get; init; }

    /// <summary>Rows of a head alternate between the two halves that rotary positions turn against each other.</summary>
    public bool RotaryPairs { get; init; }

    /// <summary>Rotary positions turn neighbours (entries 2i and 2i + 1 of those that are turned) against each other; they are read half after half.</summary>
    public bool RotaryNeighbours { get; init; }

    /// <summary>What each entry is multiplied by.</summary>
    public float Scale { get; init; } = 1;

    /// <summary>Added to each entry (Gemma stores gains less 1).</summary>
    public float Add { get; init; }

    /// <summary>Names that other writers give the tensor; the first name that the file has is taken.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>May be absent, in all layers alike.</summary>
    public bool Optional { get; init; }

    /// <summary>All names, the usual one first.</summary>
    public IEnumerable<string> Names => Aliases.Prepend(Name);

    /// <summary>A rule for a tensor that needs nothing but its name.</summary>
    public static implicit operator TensorRule(string name) => new(name);
}

/// <summary>Parts of a tensor that holds queries, keys and values, or the two branches of a gated feed-forward.</summary>
internal enum FusedPart
{
    /// <summary>The tensor is not fused.</summary>
    Whole,
    Query,
    Key,
    Value,
    Gate,
    Up,
}
