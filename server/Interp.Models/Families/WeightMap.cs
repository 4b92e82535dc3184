using System.Globalization;

namespace Interp.Models.Families;

/// <summary>Where a family keeps its weights in files of one format.</summary>
internal sealed record WeightMap
{
    /// <summary>What may stand before the names of all but the head; the first under which the embedding is there is taken.</summary>
    public IReadOnlyList<string> Bases { get; init; } = [string.Empty];

    /// <summary>What stands before the names of layer {0}.</summary>
    public required string LayerPrefix { get; init; }

    /// <summary>Tensors outside the layers; the names of <see cref="HeadSlots"/> stand without a base.</summary>
    public required IReadOnlyDictionary<WeightSlot, TensorRule> Model { get; init; }

    /// <summary>Tensors of each layer.</summary>
    public required IReadOnlyDictionary<WeightSlot, TensorRule> Layer { get; init; }

    /// <summary>Ends of names of tensors that are no weights: saved masks and frequencies.</summary>
    public IReadOnlyList<string> Buffers { get; init; } = [];

    /// <summary>Slots whose names stand without a base.</summary>
    public static IReadOnlySet<WeightSlot> HeadSlots { get; } = new HashSet<WeightSlot> { WeightSlot.Unembedding, WeightSlot.UnembeddingBias };

    /// <summary>The prefix of <paramref name="layer"/>, without the base.</summary>
    public string PrefixOf(int layer) => string.Format(CultureInfo.InvariantCulture, LayerPrefix, layer);

    /// <summary>This map with further rules for each layer.</summary>
    public WeightMap WithLayer(params ReadOnlySpan<(WeightSlot Slot, TensorRule Rule)> rules)
    {
        var layer = new Dictionary<WeightSlot, TensorRule>(Layer);
        foreach (var (slot, rule) in rules)
        {
            layer[slot] = rule;
        }

        return this with { Layer = layer };
    }
}
