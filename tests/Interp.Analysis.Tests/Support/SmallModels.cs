using Interp.Models;

namespace Interp.Analysis.Tests;

/// <summary>Models of a few numbers, made in memory.</summary>
internal static class SmallModels
{
    /// <summary>A model of <paramref name="vocabulary"/> tokens, width 8, without layers, whose weights are a fixed sequence.</summary>
    public static Model Create(int vocabulary = 6, int context = 4, NormKind norm = NormKind.Layer, bool shift = true, bool bias = true, double? cap = null, ITextTokenizer? tokenizer = null)
    {
        const int width = 8;
        var store = new WeightStore();
        var draw = new Sequence(7);
        var embedding = Filled(store, vocabulary, width, draw);
        return new Model
        {
            Name = "small",
            Spec = Spec(vocabulary, context, width, norm, cap),
            Tokenizer = tokenizer,
            Source = new ModelSource { Path = "/small", Format = "safetensors", Files = [], TensorTypes = new Dictionary<string, int>(), Parameters = 0 },
            Weights = new ModelWeights
            {
                Store = store,
                Embedding = embedding,
                Unembedding = embedding,
                Layers = [],
                FinalNorm = new NormWeights(Filled(store, 1, width, draw), shift ? Filled(store, 1, width, draw) : null),
                UnembeddingBias = bias ? Filled(store, 1, vocabulary, draw) : null,
            },
        };
    }

    private static ModelSpec Spec(int vocabulary, int context, int width, NormKind norm, double? cap) => new()
    {
        Family = "llama",
        Layers = 0,
        Width = width,
        Heads = 2,
        KvHeads = 1,
        HeadWidth = 4,
        FfWidth = 16,
        Vocabulary = vocabulary,
        Context = context,
        Norm = norm,
        NormEpsilon = 1e-5,
        Activation = Activation.Silu,
        Gated = true,
        AttentionScale = 0.5,
        Tied = true,
        LogitCap = cap,
    };

    private static Weight Filled(WeightStore store, int rows, int columns, Sequence draw)
    {
        var weight = store.Allocate(rows, columns);
        draw.Fill(store.Writable(weight, 0, rows));
        return weight;
    }
}
