using Interp.Models.Families;
using Interp.Models.Formats;

namespace Interp.Models.Reading;

/// <summary>
/// Which parts of a language model a checkpoint holds. Some are published in parts (an encoder without its embeddings, attention without
/// feed-forward), and bodies are saved without the head of the task that they were trained on. A part is lacking where nothing of it is
/// there; where some of it is, the file is damaged.
/// </summary>
internal sealed class CheckpointParts
{
    private static readonly WeightSlot[] Matrices = [WeightSlot.In, WeightSlot.Up, WeightSlot.Out];
    private readonly Checkpoint checkpoint;
    private readonly WeightMap map;

    /// <summary>Looks at the names of the tensors.</summary>
    public CheckpointParts(Checkpoint checkpoint, FamilyReading reading)
    {
        this.checkpoint = checkpoint;
        map = reading.Map;
        Base = map.Bases.FirstOrDefault(start => Has(map.Model, start, WeightSlot.Embedding))
            ?? map.Bases.FirstOrDefault(start => Has(map.Layer, start + map.PrefixOf(0), WeightSlot.Query))
            ?? map.Bases[0];
        HasEmbedding = Has(map.Model, Base, WeightSlot.Embedding)
            || (reading.Spec.Tied && Has(map.Model, string.Empty, WeightSlot.Unembedding))
            || !Has(map.Layer, Base + map.PrefixOf(0), WeightSlot.Query);
        HasFeedForward = !Has(map.Layer, Base + map.PrefixOf(0), WeightSlot.Query)
            || Enumerable.Range(0, reading.Spec.Layers).Any(layer => Matrices.Any(slot => Has(map.Layer, Base + map.PrefixOf(layer), slot)));
        HasHead = !LacksHead(reading);
    }

    /// <summary>What stands before the names of all but the head.</summary>
    public string Base { get; }

    /// <summary>False where the token embedding is not there but layers are.</summary>
    public bool HasEmbedding { get; }

    /// <summary>False where the first layer has attention but no layer a feed-forward matrix.</summary>
    public bool HasFeedForward { get; }

    /// <summary>False where the checkpoint neither has a vocabulary head nor claims one.</summary>
    public bool HasHead { get; }

    /// <summary>True where the rule for <paramref name="slot"/> is one for a part that is lacking.</summary>
    public bool Lacks(WeightSlot slot) =>
        (!HasEmbedding && WeightMap.EmbeddingSlots.Contains(slot))
        || (!HasFeedForward && WeightMap.FeedForwardSlots.Contains(slot))
        || (!HasHead && WeightMap.HeadSlots.Contains(slot));

    /// <summary><paramref name="spec"/> less what is lacking.</summary>
    public ModelSpec Reduce(ModelSpec spec) => spec with
    {
        HasEmbedding = HasEmbedding,
        FfWidth = HasFeedForward ? spec.FfWidth : 0,
        Vocabulary = HasHead ? spec.Vocabulary : 0,
        HeadActivation = HasHead ? spec.HeadActivation : null,
        Tied = HasHead && spec.Tied,
    };

    private bool LacksHead(FamilyReading reading)
    {
        if (map.Model.ContainsKey(WeightSlot.HeadDense))
        {
            // Such heads are more than a matrix, and a body is often saved without one; its name need not say so.
            return reading.ClaimsHead != true && !Has(map.Model, string.Empty, WeightSlot.HeadDense);
        }

        return reading.Spec.Tied ? !HasEmbedding : reading.ClaimsHead == false && !Has(map.Model, string.Empty, WeightSlot.Unembedding);
    }

    private bool Has(IReadOnlyDictionary<WeightSlot, TensorRule> rules, string prefix, WeightSlot slot) =>
        rules.TryGetValue(slot, out var rule) && rule.Names.Any(name => checkpoint.Tensors.ContainsKey(prefix + name));
}
