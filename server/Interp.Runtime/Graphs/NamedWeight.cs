using Interp.Models;
using Interp.Runtime.Taps;

namespace Interp.Runtime.Graphs;

/// <summary>A weight with the name it has in graphs, TransformerLens's spelling where there is one.</summary>
/// <param name="Name">E.g. <c>attn.W_Q</c>; within a layer, without the layer's prefix.</param>
/// <param name="Weight">Its values.</param>
/// <param name="IsVector">True where the graph sees one axis, [columns], instead of [rows, columns].</param>
internal readonly record struct NamedWeight(string Name, Weight Weight, bool IsVector)
{
    /// <summary>Shape as the graph sees it.</summary>
    public long[] Shape => IsVector ? [Weight.Columns] : [Weight.Rows, Weight.Columns];
}

/// <summary>Lists the weights that a model has under the names that graphs use.</summary>
internal static class WeightNames
{
    public const string Embedding = "embed.W_E";
    public const string PositionEmbedding = "pos_embed.W_pos";
    public const string TypeEmbedding = "token_type_embed.W_token_type";
    public const string EmbeddingNorm = "embed.ln";
    public const string FinalNorm = "ln_final";
    public const string HeadDense = "mlm_head.W";
    public const string HeadDenseBias = "mlm_head.b";
    public const string HeadNorm = "mlm_head.ln";
    public const string Unembedding = "unembed.W_U";
    public const string UnembeddingBias = "unembed.b_U";

    /// <summary>Weights of one layer that are there.</summary>
    public static IReadOnlyList<NamedWeight> OfLayer(LayerWeights layer, bool gated)
    {
        var list = new List<NamedWeight>();
        AddNorm(list, "ln1", layer.Ln1);
        AddLinear(list, "attn.W_Q", layer.Query, "attn.b_Q", layer.QueryBias);
        AddLinear(list, "attn.W_K", layer.Key, "attn.b_K", layer.KeyBias);
        AddLinear(list, "attn.W_V", layer.Value, "attn.b_V", layer.ValueBias);
        AddNorm(list, "attn.q_norm", layer.QueryNorm);
        AddNorm(list, "attn.k_norm", layer.KeyNorm);
        AddLinear(list, "attn.W_O", layer.Output, "attn.b_O", layer.OutputBias);
        AddNorm(list, "attn_branch_norm", layer.AttentionBranchNorm);
        AddNorm(list, "ln2", layer.Ln2);
        AddLinear(list, gated ? "mlp.W_gate" : "mlp.W_in", layer.In, gated ? "mlp.b_gate" : "mlp.b_in", layer.InBias);
        if (layer.Up is { } up)
        {
            AddLinear(list, "mlp.W_up", up, "mlp.b_up", layer.UpBias);
        }

        AddLinear(list, "mlp.W_out", layer.Out, "mlp.b_out", layer.OutBias);
        AddNorm(list, "mlp_branch_norm", layer.FeedForwardBranchNorm);
        return list;
    }

    /// <summary>Every weight of a model, a tied unembedding once; layers' names with their prefix.</summary>
    public static IReadOnlyList<NamedWeight> OfModel(Model model)
    {
        var weights = model.Weights;
        var list = new List<NamedWeight> { new(Embedding, weights.Embedding, IsVector: false) };
        if (weights.PositionEmbedding is { } positions)
        {
            list.Add(new(PositionEmbedding, positions, IsVector: false));
        }

        if (weights.TypeEmbedding is { } types)
        {
            list.Add(new(TypeEmbedding, types, IsVector: false));
        }

        AddNorm(list, EmbeddingNorm, weights.EmbeddingNorm);
        for (var layer = 0; layer < model.Spec.Layers; layer++)
        {
            list.AddRange(OfLayer(weights.Layers[layer], model.Spec.Gated).Select(weight => weight with { Name = TapCatalog.BlockName(layer, weight.Name) }));
        }

        AddNorm(list, FinalNorm, weights.FinalNorm);
        if (model.Spec.Vocabulary > 0)
        {
            list.AddRange(OfHead(weights.HeadTransform));
            if (UnembeddingOf(weights) == Unembedding)
            {
                list.Add(new(Unembedding, weights.Unembedding, IsVector: false));
            }

            if (weights.UnembeddingBias is { } bias)
            {
                list.Add(new(UnembeddingBias, bias, IsVector: true));
            }
        }

        return list;
    }

    /// <summary>Name of the unembedding: the embedding's where they are one.</summary>
    public static string UnembeddingOf(ModelWeights weights) => weights.Unembedding.Pointer == weights.Embedding.Pointer ? Embedding : Unembedding;

    /// <summary>What a masked-LM head has before the unembedding; nothing of a model without one.</summary>
    public static IReadOnlyList<NamedWeight> OfHead(HeadTransform? head)
    {
        var list = new List<NamedWeight>();
        if (head is not null)
        {
            AddLinear(list, HeadDense, head.Dense, HeadDenseBias, head.Bias);
            AddNorm(list, HeadNorm, head.Norm);
        }

        return list;
    }

    /// <summary>Gain and shift of a norm.</summary>
    public static IReadOnlyList<NamedWeight> OfNorm(string name, NormWeights? norm)
    {
        var list = new List<NamedWeight>();
        AddNorm(list, name, norm);
        return list;
    }

    private static void AddNorm(List<NamedWeight> list, string name, NormWeights? norm)
    {
        if (norm is not null)
        {
            list.Add(new(name + ".w", norm.Gain, IsVector: true));
            if (norm.Shift is { } shift)
            {
                list.Add(new(name + ".b", shift, IsVector: true));
            }
        }
    }

    private static void AddLinear(List<NamedWeight> list, string name, Weight weight, string biasName, Weight? bias)
    {
        list.Add(new(name, weight, IsVector: false));
        if (bias is not null)
        {
            list.Add(new(biasName, bias, IsVector: true));
        }
    }
}
