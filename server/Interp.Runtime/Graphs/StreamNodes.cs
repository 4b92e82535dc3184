using Interp.Models;

namespace Interp.Runtime.Graphs;

/// <summary>The ends of the residual stream.</summary>
internal static class StreamNodes
{
    /// <summary>Writes hook_embed: the token's row, scaled, plus the position's row.</summary>
    public static string Embedding(GraphBuilder graph, ModelSpec spec, ModelWeights weights, string ids, string positionIds)
    {
        var scaled = spec.EmbeddingScale != 1;
        var placed = weights.PositionEmbedding is not null;
        var value = graph.Node("Gather", scaled || placed ? "embed.tokens" : TapName.Embed, [WeightNames.Embedding, ids]);
        if (scaled)
        {
            value = graph.Node("Mul", placed ? "embed.scaled" : TapName.Embed, [value, graph.Scalar(spec.EmbeddingScale)]);
        }

        if (!placed)
        {
            return value;
        }

        var position = graph.Node("Gather", "pos_embed.positions", [WeightNames.PositionEmbedding, positionIds]);
        return graph.Node("Add", TapName.Embed, [value, position]);
    }
}
