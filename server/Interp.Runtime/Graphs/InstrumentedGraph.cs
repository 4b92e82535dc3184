using Interp.Models;
using Interp.Runtime.Sessions;
using Interp.Runtime.Taps;
using Onnx;

namespace Interp.Runtime.Graphs;

/// <summary>The whole model as one graph: token ids in, every tap out. Its weights are named but not in it.</summary>
internal static class InstrumentedGraph
{
    private const string PositionNumbers = "positions", Distance = "positions.distance";

    /// <summary>The graph of <paramref name="model"/>, without weights (see <see cref="WeightNames.OfModel"/>).</summary>
    public static ModelProto Build(Model model)
    {
        var spec = model.Spec;
        var graph = new GraphBuilder(model.Name);
        graph.IntegerInput(PartGraphs.Ids, (int?)null);
        if (model.Weights.TypeEmbedding is not null)
        {
            graph.IntegerInput(PartGraphs.TypeIds, (int?)null);
        }

        var present = WeightNames.OfModel(model).Select(weight => weight.Name).ToHashSet();
        EmitPositions(graph, spec);
        var stream = StreamNodes.Embedding(graph, spec, model.Weights, PartGraphs.Ids, PartGraphs.PositionIds, PartGraphs.TypeIds);
        for (var layer = 0; layer < spec.Layers; layer++)
        {
            var prefix = TapCatalog.BlockName(layer, "");
            var scope = new NodeScope(graph, spec, prefix, LocalNames(present, prefix));
            scope.Op("Identity", PartGraphs.Stream, stream);
            var (cosine, sine) = Rotation(graph, spec, layer);
            stream = BlockNodes.Emit(scope, stream, new(cosine, sine, Mask(graph, spec, layer)));
        }

        EmitEnd(graph, model, present, stream);
        foreach (var (name, kind) in TapCatalog.AllOf(spec))
        {
            graph.Output(name, kind.GraphShape(spec));
        }

        return graph.Model();
    }

    private static void EmitEnd(GraphBuilder graph, Model model, HashSet<string> present, string stream)
    {
        var spec = model.Spec;
        var scope = new NodeScope(graph, spec, "", present);
        if (spec.Order != BlockOrder.Post)
        {
            stream = scope.Norm(WeightNames.FinalNorm, stream, TapName.FinalScale, TapName.FinalNormalized);
        }

        if (spec.HeadActivation is { } activation)
        {
            stream = StreamNodes.Head(scope, stream, activation, PartGraphs.HeadRows);
        }

        if (spec.Vocabulary > 0)
        {
            var raw = spec.LogitCap is null ? TapName.Logits : "unembed.logits";
            scope.Read(raw, stream, WeightNames.UnembeddingOf(model.Weights), WeightNames.UnembeddingBias);
            if (spec.LogitCap is double cap)
            {
                scope.SoftCap("unembed", raw, cap, TapName.Logits);
            }
        }
    }

    /// <summary>Position numbers, learned positions' ids, distances.</summary>
    private static void EmitPositions(GraphBuilder graph, ModelSpec spec)
    {
        graph.Node("Shape", "positions.shape", [PartGraphs.Ids]);
        graph.Node("Squeeze", "positions.count", ["positions.shape"]);
        graph.Node("Range", PositionNumbers, [graph.Integer(0), "positions.count", graph.Integer(1)]);
        EmitPositionRows(graph, spec);
        graph.Node("Unsqueeze", "positions.query", [PositionNumbers, graph.Integers(1)]);
        graph.Node("Unsqueeze", "positions.source", [PositionNumbers, graph.Integers(0)]);
        graph.Node("Sub", Distance, ["positions.query", "positions.source"]);
    }

    /// <summary>Cosines and sines of a layer; layers of the same rotation share them.</summary>
    private static (string Cosine, string Sine) Rotation(GraphBuilder graph, ModelSpec spec, int layer)
    {
        if (spec.Rotary is null)
        {
            return (PartGraphs.Cosine, PartGraphs.Sine);
        }

        var rotary = spec.RotaryOf(layer);
        var first = Enumerable.Range(0, layer).FirstOrDefault(before => ReferenceEquals(spec.RotaryOf(before), rotary), layer);
        var end = spec.LayerRotaries.Count == 0 ? "" : $".layer{first}";
        if (first == layer)
        {
            var cosines = new float[spec.Context * spec.HeadWidth];
            var sines = new float[spec.Context * spec.HeadWidth];
            PositionTables.Rotary(rotary, spec.HeadWidth, 0, spec.Context, cosines, sines);
            var cosineTable = graph.Table("rotary.cosines" + end, cosines, spec.Context, 1, spec.HeadWidth);
            var sineTable = graph.Table("rotary.sines" + end, sines, spec.Context, 1, spec.HeadWidth);
            graph.Node("Gather", PartGraphs.Cosine + end, [cosineTable, PositionNumbers]);
            graph.Node("Gather", PartGraphs.Sine + end, [sineTable, PositionNumbers]);
        }

        return (PartGraphs.Cosine + end, PartGraphs.Sine + end);
    }

    /// <summary>Rows of the learned position embedding; a padding token stands at its own row and does not count.</summary>
    private static void EmitPositionRows(GraphBuilder graph, ModelSpec spec)
    {
        if (spec.PadId is not int pad)
        {
            graph.Node("Add", PartGraphs.PositionIds, [PositionNumbers, graph.Integer(spec.PositionOffset)]);
            return;
        }

        var isPad = graph.Node("Equal", "positions.is_pad", [PartGraphs.Ids, graph.Integer(pad)]);
        var counts = graph.Node("Where", "positions.counts", [isPad, graph.Integer(0), graph.Integer(1)]);
        var upTo = graph.Node("CumSum", "positions.up_to", [counts, graph.Integer(0)]);
        var row = graph.Node("Add", "positions.row", [upTo, graph.Integer(spec.PositionOffset - 1)]);
        graph.Node("Where", PartGraphs.PositionIds, [isPad, graph.Integer(pad), row]);
    }

    /// <summary>The mask of a layer; layers of the same window share it.</summary>
    private static string Mask(GraphBuilder graph, ModelSpec spec, int layer)
    {
        var window = spec.WindowOf(layer);
        var name = window is int tokens ? $"{PartGraphs.Mask}.window{tokens}" : PartGraphs.Mask;
        if (graph.Graph.Node.Any(node => node.Name == name))
        {
            return name;
        }

        var seen = new List<string>();
        if (spec.Causal)
        {
            seen.Add(graph.Node("GreaterOrEqual", name + ".before", [Distance, graph.Integer(0)]));
        }

        if (window is int size)
        {
            graph.Node("Abs", name + ".distance", [Distance]);
            seen.Add(graph.Node("Less", name + ".near", [name + ".distance", graph.Integer(size)]));
        }

        var visible = seen.Count switch
        {
            0 => graph.Node("Equal", name + ".all", [Distance, Distance]),
            1 => seen[0],
            _ => graph.Node("And", name + ".both", seen),
        };
        return graph.Node("Where", name, [visible, graph.Scalar(0), graph.Scalar(double.NegativeInfinity)]);
    }

    private static HashSet<string> LocalNames(HashSet<string> names, string prefix) =>
        [.. names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Select(name => name[prefix.Length..])];
}
