namespace Interp.Models;

/// <summary>A model's weights in the one layout of <see cref="Weight"/>.</summary>
public sealed record ModelWeights
{
    /// <summary>Owner of all of them.</summary>
    public required WeightStore Store { get; init; }

    /// <summary>Token embedding [V', D]; V' may exceed the vocabulary of the tokenizer. No rows where the checkpoint has none.</summary>
    public required Weight Embedding { get; init; }

    /// <summary>Learned positions [P, D].</summary>
    public Weight? PositionEmbedding { get; init; }

    /// <summary>Token types (BERT's segments) [types, D].</summary>
    public Weight? TypeEmbedding { get; init; }

    /// <summary>The norm on the sum of the embeddings (BERT).</summary>
    public NormWeights? EmbeddingNorm { get; init; }
    public required IReadOnlyList<LayerWeights> Layers { get; init; }

    /// <summary>The norm before the unembedding.</summary>
    public NormWeights? FinalNorm { get; init; }

    /// <summary>What a masked-LM head does before the unembedding.</summary>
    public HeadTransform? HeadTransform { get; init; }

    /// <summary>Unembedding [V, D]: row t is e_t. The embedding itself where tied; no rows where the checkpoint has none.</summary>
    public required Weight Unembedding { get; init; }

    /// <summary>b_U [V].</summary>
    public Weight? UnembeddingBias { get; init; }
}

/// <summary>Gain and shift of a norm, each [width]. The gain is what multiplies (Gemma's "+ 1" is applied by the reader).</summary>
public sealed record NormWeights(Weight Gain, Weight? Shift);

/// <summary>A masked-LM head before the unembedding: norm(act(x Wᵀ + b)), the activation being <see cref="ModelSpec.HeadActivation"/>.</summary>
/// <param name="Dense">[D, D], a row for each output.</param>
/// <param name="Bias">[D].</param>
/// <param name="Norm">Of the result.</param>
public sealed record HeadTransform(Weight Dense, Weight? Bias, NormWeights Norm);

/// <summary>One block.</summary>
public sealed record LayerWeights
{
    /// <summary>Norms before the branches, or after the sums where <see cref="ModelSpec.Order"/> says so; null where branches read the stream as it is.</summary>
    public NormWeights? Ln1 { get; init; }
    public NormWeights? Ln2 { get; init; }

    /// <summary>[H*K, D]: row hK+j is the input direction of entry j of head h.</summary>
    public required Weight Query { get; init; }

    /// <summary>[G*K, D].</summary>
    public required Weight Key { get; init; }

    /// <summary>[G*K, D].</summary>
    public required Weight Value { get; init; }

    /// <summary>[H*K, D]: row hK+j is what entry j of head h writes.</summary>
    public required Weight Output { get; init; }
    public Weight? QueryBias { get; init; }
    public Weight? KeyBias { get; init; }
    public Weight? ValueBias { get; init; }

    /// <summary>b_O [D].</summary>
    public Weight? OutputBias { get; init; }

    /// <summary>Norms on q and k of each head, gains [K]; over all heads at once where <see cref="ModelSpec.JointHeadNorms"/>, gains [H*K] and [G*K].</summary>
    public NormWeights? QueryNorm { get; init; }
    public NormWeights? KeyNorm { get; init; }

    /// <summary>[F, D]: row k is the input direction of neuron k (gated: of its gate). No rows where the checkpoint has none.</summary>
    public required Weight In { get; init; }

    /// <summary>Gated only, [F, D]: the up branch.</summary>
    public Weight? Up { get; init; }

    /// <summary>[F, D]: row k is what neuron k writes.</summary>
    public required Weight Out { get; init; }
    public Weight? InBias { get; init; }
    public Weight? UpBias { get; init; }

    /// <summary>b_out [D].</summary>
    public Weight? OutBias { get; init; }

    /// <summary>Norms on the whole branch output before it is added (Gemma 2, OLMo 2).</summary>
    public NormWeights? AttentionBranchNorm { get; init; }
    public NormWeights? FeedForwardBranchNorm { get; init; }
}
