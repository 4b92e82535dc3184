using Interp.Models;
using Interp.Runtime.Taps;

namespace Interp.Runtime.Graphs;

/// <summary>The ends of the residual stream.</summary>
internal static class StreamNodes
{
    /// <summary>Writes hook_embed: the token's row, scaled, plus the rows of position and type, through the norm of the embeddings where there is one.</summary>
    public static string Embedding(GraphBuilder graph, ModelSpec spec, ModelWeights weights, string ids, string positionIds, string typeIds)
    {
        var value = graph.Node("Gather", "embed.tokens", [WeightNames.Embedding, ids]);
        if (spec.EmbeddingScale != 1)
        {
            value = graph.Node("Mul", "embed.scaled", [value, graph.Scalar(spec.EmbeddingScale)]);
        }

        if (weights.PositionEmbedding is not null)
        {
            var position = graph.Node("Gather", "pos_embed.positions", [WeightNames.PositionEmbedding, positionIds]);
            value = graph.Node("Add", "embed.placed", [value, position]);
        }

        if (weights.TypeEmbedding is not null)
        {
            var type = graph.Node("Gather", "token_type_embed.types", [WeightNames.TypeEmbedding, typeIds]);
            value = graph.Node("Add", "embed.typed", [value, type]);
        }

        if (weights.EmbeddingNorm is { } norm)
        {
            var names = WeightNames.OfNorm(WeightNames.EmbeddingNorm, norm).Select(weight => weight.Name).ToHashSet();
            return new NodeScope(graph, spec, "", names).Norm(WeightNames.EmbeddingNorm, value, "embed.ln.scale", TapName.Embed);
        }

        // What was written last is the tap.
        graph.Graph.Node[^1].Name = graph.Graph.Node[^1].Output[0] = TapName.Embed;
        return TapName.Embed;
    }

    /// <summary>Writes what a masked-LM head does before the unembedding, norm(act(x Wᵀ + b)), as <paramref name="output"/>.</summary>
    public static string Head(NodeScope scope, string x, Activation activation, string output)
    {
        var dense = scope.Read("mlm_head.dense", x, WeightNames.HeadDense, WeightNames.HeadDenseBias);
        var active = BlockNodes.Activate(scope, activation, dense, "mlm_head.active");
        return scope.Norm(WeightNames.HeadNorm, active, "mlm_head.ln.scale", output);
    }
}
