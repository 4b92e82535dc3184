using System.Globalization;

namespace Interp.Models.Families;

/// <summary>Where a family keeps its weights in files of one format.</summary>
internal sealed record WeightMap
{
    /// <summary>What may stand before the names of all but the head; the first under which the embedding or the first layer is there is taken.</summary>
    public IReadOnlyList<string> Bases { get; init; } = [string.Empty];

    /// <summary>What stands before the names of layer {0}.</summary>
    public required string LayerPrefix { get; init; }

    /// <summary>Tensors outside the layers; the names of <see cref="HeadSlots"/> stand without a base.</summary>
    public required IReadOnlyDictionary<WeightSlot, TensorRule> Model { get; init; }

    /// <summary>Tensors of each layer.</summary>
    public required IReadOnlyDictionary<WeightSlot, TensorRule> Layer { get; init; }

    /// <summary>Ends of names of tensors that are no weights: saved masks and frequencies.</summary>
    public IReadOnlyList<string> Buffers { get; init; } = [];

    /// <summary>Beginnings of names, without the base, of tensors that only other tasks use: poolers, next-sentence heads.</summary>
    public IReadOnlyList<string> OtherTasks { get; init; } = [];

    /// <summary>Slots whose names stand without a base.</summary>
    public static IReadOnlySet<WeightSlot> HeadSlots { get; } = new HashSet<WeightSlot>
    {
        WeightSlot.Unembedding, WeightSlot.UnembeddingBias, WeightSlot.HeadDense, WeightSlot.HeadDenseBias, WeightSlot.HeadNormGain, WeightSlot.HeadNormShift,
    };

    /// <summary>Slots that make <c>hook_embed</c>.</summary>
    public static IReadOnlySet<WeightSlot> EmbeddingSlots { get; } = new HashSet<WeightSlot>
    {
        WeightSlot.Embedding, WeightSlot.PositionEmbedding, WeightSlot.TypeEmbedding, WeightSlot.EmbeddingNormGain, WeightSlot.EmbeddingNormShift,
    };

    /// <summary>Slots of a feed-forward but for its norm.</summary>
    public static IReadOnlySet<WeightSlot> FeedForwardSlots { get; } = new HashSet<WeightSlot>
    {
        WeightSlot.In, WeightSlot.InBias, WeightSlot.Up, WeightSlot.UpBias, WeightSlot.Out, WeightSlot.OutBias, WeightSlot.FeedForwardBranchNormGain,
    };

    /// <summary>The prefix of <paramref name="layer"/>, without the base.</summary>
    public string PrefixOf(int layer) => string.Format(CultureInfo.InvariantCulture, LayerPrefix, layer);

    /// <summary>This map with further rules for each layer, or others in place of those that it has.</summary>
    public WeightMap WithLayer(params ReadOnlySpan<(WeightSlot Slot, TensorRule Rule)> rules) => this with { Layer = With(Layer, rules) };

    /// <summary>This map with further rules outside the layers, or others in place of those that it has.</summary>
    public WeightMap WithModel(params ReadOnlySpan<(WeightSlot Slot, TensorRule Rule)> rules) => this with { Model = With(Model, rules) };

    /// <summary>This map without <paramref name="slots"/> in the layers.</summary>
    public WeightMap WithoutLayer(params IEnumerable<WeightSlot> slots) =>
        this with { Layer = Layer.Where(entry => !slots.Contains(entry.Key)).ToDictionary(entry => entry.Key, entry => entry.Value) };

    /// <summary>This map without <paramref name="slot"/> outside the layers.</summary>
    public WeightMap WithoutModel(WeightSlot slot) =>
        this with { Model = Model.Where(entry => entry.Key != slot).ToDictionary(entry => entry.Key, entry => entry.Value) };

    private static Dictionary<WeightSlot, TensorRule> With(IReadOnlyDictionary<WeightSlot, TensorRule> before, ReadOnlySpan<(WeightSlot Slot, TensorRule Rule)> rules)
    {
        var after = new Dictionary<WeightSlot, TensorRule>(before);
        foreach (var (slot, rule) in rules)
        {
            after[slot] = rule;
        }

        return after;
    }
}
