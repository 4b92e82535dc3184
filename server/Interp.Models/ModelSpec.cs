namespace Interp.Models;

/// <summary>Everything about a model that is not a weight. Families differ in this data, not in code paths.</summary>
public sealed record ModelSpec
{
    /// <summary>Family name as users know it: <c>llama</c>, <c>gpt2</c>, ...</summary>
    public required string Family { get; init; }

    /// <summary>L.</summary>
    public required int Layers { get; init; }

    /// <summary>D.</summary>
    public required int Width { get; init; }

    /// <summary>H.</summary>
    public required int Heads { get; init; }

    /// <summary>G.</summary>
    public required int KvHeads { get; init; }

    /// <summary>K.</summary>
    public required int HeadWidth { get; init; }

    /// <summary>F; 0 where the checkpoint has no feed-forward matrices.</summary>
    public required int FfWidth { get; init; }

    /// <summary>V: rows of the unembedding; 0 without a vocabulary.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>Longest prompt in tokens.</summary>
    public required int Context { get; init; }

    public BlockOrder Order { get; init; } = BlockOrder.Pre;
    public required NormKind Norm { get; init; }

    /// <summary>True where a norm stands before each branch; false where the branches read the stream as it is (OLMo 2).</summary>
    public bool InputNorms { get; init; } = true;

    /// <summary>True where the norms on queries and keys go over all heads at once, false where over each.</summary>
    public bool JointHeadNorms { get; init; }

    /// <summary>Epsilon of every norm of the model.</summary>
    public required double NormEpsilon { get; init; }
    public required Activation Activation { get; init; }

    /// <summary>Feed-forward is act(gate) * up.</summary>
    public required bool Gated { get; init; }

    /// <summary>True where each position sees itself and what is before it.</summary>
    public bool Causal { get; init; } = true;

    /// <summary>Rotary positions; null where positions are learned or absent.</summary>
    public RotarySpec? Rotary { get; init; }

    /// <summary>Rotation of each layer where they differ, null = none, each of as many entries as <see cref="Rotary"/>; empty = <see cref="Rotary"/> in all.</summary>
    public IReadOnlyList<RotarySpec?> LayerRotaries { get; init; } = [];

    /// <summary>Added to a position before it is looked up in the learned position embedding.</summary>
    public int PositionOffset { get; init; }

    /// <summary>
    /// RoBERTa's padding token: it stands at the row of the position embedding that has its own number, and the other tokens are counted
    /// without it. Null where every token counts.
    /// </summary>
    public int? PadId { get; init; }

    /// <summary>Types that a token may have (BERT's segments), each a row of the type embedding; 0 = tokens have no type.</summary>
    public int TypeCount { get; init; }

    /// <summary>Activation of the dense layer of a masked-LM head; null where the unembedding reads the stream or its final norm.</summary>
    public Activation? HeadActivation { get; init; }

    /// <summary>False for a checkpoint without token embeddings: it can only be run from given rows.</summary>
    public bool HasEmbedding { get; init; } = true;

    /// <summary>What q.k is multiplied by, usually 1/sqrt(K).</summary>
    public required double AttentionScale { get; init; }

    /// <summary>tanh cap of attention scores, before the mask.</summary>
    public double? ScoreCap { get; init; }

    /// <summary>tanh cap of the logits.</summary>
    public double? LogitCap { get; init; }

    /// <summary>What the token embedding is multiplied by.</summary>
    public double EmbeddingScale { get; init; } = 1;

    /// <summary>Sliding window of each layer in tokens, itself included; null = all. Empty = no layer has one.</summary>
    public IReadOnlyList<int?> Windows { get; init; } = [];

    /// <summary>True where the unembedding is the embedding.</summary>
    public required bool Tied { get; init; }

    /// <summary>g(h): the key/value head that query head <paramref name="head"/> reads.</summary>
    public int KvHeadOf(int head) => head / (Heads / KvHeads);

    /// <summary>What the checkpoint lacks of a whole language model, in words; empty where it is whole.</summary>
    public IEnumerable<string> Lacks()
    {
        if (!HasEmbedding)
        {
            yield return "token embedding";
        }

        if (FfWidth == 0)
        {
            yield return "feed-forward matrices";
        }

        if (Vocabulary == 0)
        {
            yield return "vocabulary head";
        }
    }

    /// <summary>The row of the learned position embedding of each token, [T].</summary>
    public int[] PositionRows(IReadOnlyList<int> ids)
    {
        var rows = new int[ids.Count];
        var counted = 0;
        for (var position = 0; position < rows.Length; position++)
        {
            rows[position] = ids[position] == PadId ? ids[position] : PositionOffset + counted++;
        }

        return rows;
    }

    /// <summary>The rotation of <paramref name="layer"/>, or null.</summary>
    public RotarySpec? RotaryOf(int layer) => LayerRotaries.Count == 0 ? Rotary : LayerRotaries[layer];

    /// <summary>The window of <paramref name="layer"/>, or null.</summary>
    public int? WindowOf(int layer) => Windows.Count == 0 ? null : Windows[layer];

    /// <summary>True where position <paramref name="query"/> sees position <paramref name="source"/> in <paramref name="layer"/>.</summary>
    public bool Sees(int layer, int query, int source)
    {
        if (Causal && source > query)
        {
            return false;
        }

        return WindowOf(layer) is not int window || Math.Abs(query - source) < window;
    }
}

/// <summary>Where a block's norms and sums stand.</summary>
public enum BlockOrder
{
    /// <summary>x + attn(ln1 x), then + ff(ln2 of that); without the norms where <see cref="ModelSpec.InputNorms"/> says so.</summary>
    Pre,

    /// <summary>x + attn(ln1 x) + ff(ln2 x).</summary>
    Parallel,

    /// <summary>ln1(x + attn x), then ln2(that + ff that).</summary>
    Post,
}

/// <summary>Kind of a norm.</summary>
public enum NormKind
{
    /// <summary>(x - mean) / sqrt(var + eps) * gain + shift.</summary>
    Layer,

    /// <summary>x / sqrt(mean square + eps) * gain.</summary>
    Rms,
}

/// <summary>Activation of the feed-forward.</summary>
public enum Activation
{
    /// <summary>x / (1 + e^-x).</summary>
    Silu,

    /// <summary>x * Phi(x), exact.</summary>
    GeluErf,

    /// <summary>The tanh form of GELU.</summary>
    GeluTanh,

    /// <summary>max(x, 0).</summary>
    Relu,
}

/// <summary>Rotary positions: the first <see cref="Dimensions"/> entries of q and k of each head are rotated, half against half.</summary>
public sealed record RotarySpec
{
    /// <summary>Even; at most K.</summary>
    public required int Dimensions { get; init; }

    /// <summary>Angle per position of pair i, [Dimensions/2], any scaling included.</summary>
    public required IReadOnlyList<double> Frequencies { get; init; }

    /// <summary>What sine and cosine are multiplied by (YaRN-like scalings); 1 otherwise.</summary>
    public double Magnitude { get; init; } = 1;

    /// <summary>Tokens of the longest prompt that this rotation holds for; null where it holds for all.</summary>
    public int? LongestPrompt { get; init; }
}
