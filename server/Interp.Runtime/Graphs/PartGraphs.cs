using Google.Protobuf;
using Interp.Models;
using Interp.Runtime.Taps;
using static Interp.Runtime.Graphs.GraphBuilder;

namespace Interp.Runtime.Graphs;

/// <summary>
/// The graphs that the engine runs: embedding, one block (whose weights are inputs, so that one session serves every layer), final norm,
/// and a plain matrix product. All return serialised ONNX models.
/// </summary>
internal static class PartGraphs
{
    public const string Stream = TapCatalog.Input, Cosine = "rotary.cosine", Sine = "rotary.sine", Mask = "attn.mask";
    public const string PastKey = "past.k", PastValue = "past.v";
    public const string Ids = "ids", PositionIds = "position_ids", TypeIds = "type_ids", HeadRows = "mlm_head.rows";
    public const string Left = "a", Right = "b", Product = "c";

    /// <summary>hook_embed from ids (and learned positions, and types).</summary>
    public static byte[] Embedding(ModelSpec spec, ModelWeights weights)
    {
        var graph = new GraphBuilder("embedding");
        graph.IntegerInput(Ids, (int?)null);
        graph.Input(WeightNames.Embedding, weights.Embedding.IsFloat ? weights.Embedding.Rows : GraphBuilder.AnySize, weights.Embedding.Columns);
        if (weights.PositionEmbedding is { } positions)
        {
            graph.IntegerInput(PositionIds, (int?)null);
            graph.Input(WeightNames.PositionEmbedding, positions.Rows, positions.Columns);
        }

        if (weights.TypeEmbedding is { } types)
        {
            graph.IntegerInput(TypeIds, (int?)null);
            graph.Input(WeightNames.TypeEmbedding, types.Rows, types.Columns);
        }

        DeclareWeights(graph, WeightNames.OfNorm(WeightNames.EmbeddingNorm, weights.EmbeddingNorm));
        StreamNodes.Embedding(graph, spec, weights, Ids, PositionIds, TypeIds);
        graph.Output(TapName.Embed, null, spec.Width);
        return graph.Model().ToByteArray();
    }

    /// <summary>One block with every tap an output.</summary>
    public static byte[] Block(ModelSpec spec, IReadOnlyList<NamedWeight> weights)
    {
        var graph = new GraphBuilder("block");
        EmitBlock(graph, spec, weights, () => graph.Input(Mask, null, null), new(Cosine, Sine, Mask));
        foreach (var tap in TapCatalog.BlockTaps(spec).Where(tap => tap.Name != Stream))
        {
            graph.Output(tap.Name, tap.GraphShape(spec));
        }

        return graph.Model().ToByteArray();
    }

    /// <summary>One block for the last positions of a prompt, given k and v of those before; its outputs are k, v and the stream of these positions.</summary>
    public static byte[] SuffixBlock(ModelSpec spec, IReadOnlyList<NamedWeight> weights)
    {
        var graph = new GraphBuilder("suffix block");
        EmitBlock(graph, spec, weights, DeclarePast, new(Cosine, Sine, Mask, (PastKey, PastValue)));
        foreach (var tap in TapCatalog.BlockTaps(spec).Where(TapCatalog.IsKeptByPrefix))
        {
            graph.Output(tap.Name, tap.GraphShape(spec));
        }

        return graph.Model().ToByteArray();

        void DeclarePast()
        {
            graph.Input(Mask, null, GraphBuilder.AnySize);
            graph.Input(PastKey, GraphBuilder.AnySize, spec.KvHeads, spec.HeadWidth);
            graph.Input(PastValue, GraphBuilder.AnySize, spec.KvHeads, spec.HeadWidth);
        }
    }

    /// <summary>The norm before the unembedding.</summary>
    public static byte[] FinalNorm(ModelSpec spec, IReadOnlyList<NamedWeight> weights)
    {
        var graph = new GraphBuilder("final norm");
        graph.Input(Stream, null, spec.Width);
        DeclareWeights(graph, weights);
        var scope = new NodeScope(graph, spec, "", weights.Select(weight => weight.Name).ToHashSet());
        scope.Norm(WeightNames.FinalNorm, Stream, TapName.FinalScale, TapName.FinalNormalized);
        graph.Output(TapName.FinalScale, null, 1);
        graph.Output(TapName.FinalNormalized, null, spec.Width);
        return graph.Model().ToByteArray();
    }

    /// <summary>What a masked-LM head does before the unembedding.</summary>
    public static byte[] Head(ModelSpec spec, Activation activation, IReadOnlyList<NamedWeight> weights)
    {
        var graph = new GraphBuilder("masked-LM head");
        graph.Input(Stream, null, spec.Width);
        DeclareWeights(graph, weights);
        var scope = new NodeScope(graph, spec, "", weights.Select(weight => weight.Name).ToHashSet());
        StreamNodes.Head(scope, Stream, activation, HeadRows);
        graph.Output(HeadRows, null, spec.Width);
        return graph.Model().ToByteArray();
    }

    /// <summary>c = a · b, or a · bᵀ.</summary>
    public static byte[] MatrixProduct(bool transposeRight)
    {
        var graph = new GraphBuilder("product");
        graph.Input(Left, null, null);
        graph.Input(Right, null, null);
        graph.Node("Gemm", Product, [Left, Right], Attribute("transB", transposeRight ? 1L : 0L));
        graph.Output(Product, null, null);
        return graph.Model().ToByteArray();
    }

    private static void EmitBlock(
        GraphBuilder graph, ModelSpec spec, IReadOnlyList<NamedWeight> weights, Action declareSources, AttentionNodes.Positions positions)
    {
        graph.Input(Stream, null, spec.Width);
        if (spec.Rotary is not null)
        {
            graph.Input(Cosine, null, 1, spec.HeadWidth);
            graph.Input(Sine, null, 1, spec.HeadWidth);
        }

        declareSources();
        DeclareWeights(graph, weights);
        BlockNodes.Emit(new NodeScope(graph, spec, "", weights.Select(weight => weight.Name).ToHashSet()), Stream, positions);
    }

    private static void DeclareWeights(GraphBuilder graph, IReadOnlyList<NamedWeight> weights)
    {
        foreach (var weight in weights)
        {
            graph.Input(weight.Name, [.. weight.Shape.Select(size => (int?)size)]);
        }
    }
}
