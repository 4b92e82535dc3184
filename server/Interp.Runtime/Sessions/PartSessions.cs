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
    private readonly (GraphSession Session, OrtValue[] Weights)?[] blocks;
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
        blocks = new (GraphSession, OrtValue[])?[spec.Layers];
        embeddingSession = new(() => Session(PartGraphs.Embedding(spec, weights), 1));
        embedding = new(() => Own(OrtTensors.Over(weights.Embedding)));
        positionEmbedding = new(() => weights.PositionEmbedding is { } learned ? Own(OrtTensors.Over(learned)) : null);
        finalNormSession = new(() => Session(PartGraphs.FinalNorm(spec, FinalNormWeights()), 1));
        finalNorm = new(() => Values(FinalNormWeights()));
    }

    public GraphSession EmbeddingSession => embeddingSession.Value;

    public OrtValue Embedding => embedding.Value;

    public OrtValue? PositionEmbedding => positionEmbedding.Value;

    public GraphSession FinalNormSession => finalNormSession.Value;

    public IReadOnlyList<OrtValue> FinalNorm => finalNorm.Value;

    /// <summary>The session that serves a layer, and the layer's weights in the order of its inputs.</summary>
    public (GraphSession Session, OrtValue[] Weights) Block(int layer)
    {
        if (blocks[layer] is { } known)
        {
            return known;
        }

        var weights = WeightNames.OfLayer(model.Weights.Layers[layer], model.Spec.Gated);

        // Layers with the same weights present share a session.
        var build = string.Join(' ', weights.Select(weight => weight.Name));
        if (!blockSessions.TryGetValue(build, out var session))
        {
            session = Session(PartGraphs.Block(model.Spec, weights), threads);
            blockSessions.Add(build, session);
        }

        (GraphSession, OrtValue[]) made = (session, Values(weights));
        blocks[layer] = made;
        return made;
    }

    /// <inheritdoc/>
    public void Dispose() => owned.ForEach(item => item.Dispose());

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
