using Interp.Models;
using Interp.Runtime.Graphs;
using Interp.Runtime.Providers;
using Microsoft.ML.OnnxRuntime;

namespace Interp.Runtime.Sessions;

/// <summary>The sessions of a model and its weights as ONNX Runtime sees them: views of the one copy in native memory. Made when first needed.</summary>
internal sealed class PartSessions : IDisposable
{
    private readonly Model model;
    private readonly int threads;
    private readonly List<IDisposable> owned = [];
    private readonly Dictionary<string, GraphSession> blockSessions = [];
    private readonly (IReadOnlyList<NamedWeight> Weights, OrtValue[] Values)?[] layers;
    private readonly Lazy<GraphSession> embeddingSession;
    private readonly Lazy<OrtValue> embedding;
    private readonly Lazy<OrtValue?> positionEmbedding;
    private readonly Lazy<GraphSession> finalNormSession;
    private readonly Lazy<OrtValue[]> finalNorm;

    /// <summary>Sessions with <paramref name="threads"/> threads for the blocks; the ends of the stream are too small to share.</summary>
    public PartSessions(Model model, int threads)
    {
        this.model = model;
        this.threads = threads;
        var (spec, weights) = (model.Spec, model.Weights);
        layers = new (IReadOnlyList<NamedWeight>, OrtValue[])?[spec.Layers];
        embeddingSession = new(() => Session(PartGraphs.Embedding(spec, weights), 1));
        embedding = new(() => Own(OrtTensors.Over(weights.Embedding)));
        positionEmbedding = new(() => weights.PositionEmbedding is { } learned ? Own(OrtTensors.Over(learned)) : null);
        finalNormSession = new(() => Session(PartGraphs.FinalNorm(spec, FinalNormWeights()), 1));
        finalNorm = new(() => Values(FinalNormWeights()));
    }

    public GraphSession FinalNormSession => finalNormSession.Value;

    public IReadOnlyList<OrtValue> FinalNorm => finalNorm.Value;

    /// <summary>Writes hook_embed of the positions from <paramref name="first"/> on to <paramref name="rows"/>.</summary>
    public unsafe void Embed(IReadOnlyList<int> ids, int first, float* rows, RunOptions options, CancellationToken cancel)
    {
        var count = ids.Count - first;
        using var tokens = OrtTensors.Integers([.. ids.Skip(first).Select(id => (long)id)]);
        var inputs = new List<OrtValue> { tokens, embedding.Value };
        using var places = OrtTensors.Integers([.. Enumerable.Range(model.Spec.PositionOffset + first, count).Select(position => (long)position)]);
        if (positionEmbedding.Value is { } learned)
        {
            inputs.AddRange([places, learned]);
        }

        using var output = OrtTensors.Over(rows, count, model.Spec.Width);
        embeddingSession.Value.Run(inputs, [TapName.Embed], [output], options, cancel);
    }

    /// <summary>The session that serves a layer, and the layer's weights in the order of its inputs.</summary>
    public (GraphSession Session, OrtValue[] Weights) Block(int layer)
    {
        var (weights, values) = WeightsOf(layer);
        return (BlockSession("whole", weights, () => Session(PartGraphs.Block(model.Spec, weights), threads)), values);
    }

    /// <summary>The session that serves the last positions of a prompt in a layer on <paramref name="count"/> threads, and the layer's weights.</summary>
    public (GraphSession Session, OrtValue[] Weights) SuffixBlock(int layer, int count)
    {
        var (weights, values) = WeightsOf(layer);
        return (BlockSession($"suffix on {count}", weights, () => Session(PartGraphs.SuffixBlock(model.Spec, weights), count)), values);
    }

    /// <inheritdoc/>
    public void Dispose() => owned.ForEach(item => item.Dispose());

    private (IReadOnlyList<NamedWeight> Weights, OrtValue[] Values) WeightsOf(int layer)
    {
        if (layers[layer] is { } known)
        {
            return known;
        }

        var weights = WeightNames.OfLayer(model.Weights.Layers[layer], model.Spec.Gated);
        (IReadOnlyList<NamedWeight>, OrtValue[]) made = (weights, Values(weights));
        layers[layer] = made;
        return made;
    }

    /// <summary>Layers with the same weights present share a session.</summary>
    private GraphSession BlockSession(string kind, IReadOnlyList<NamedWeight> weights, Func<GraphSession> make)
    {
        var build = $"{kind}: {string.Join(' ', weights.Select(weight => weight.Name))}";
        if (!blockSessions.TryGetValue(build, out var session))
        {
            session = make();
            blockSessions.Add(build, session);
        }

        return session;
    }

    private IReadOnlyList<NamedWeight> FinalNormWeights() => WeightNames.OfNorm(WeightNames.FinalNorm, model.Weights.FinalNorm);

    private GraphSession Session(byte[] graph, int count) => Own(new GraphSession(graph, CpuProvider.Options(count)));

    private OrtValue[] Values(IReadOnlyList<NamedWeight> weights) => [.. weights.Select(weight => Own(OrtTensors.Over(weight)))];

    private T Own<T>(T item)
        where T : IDisposable
    {
        owned.Add(item);
        return item;
    }
}
