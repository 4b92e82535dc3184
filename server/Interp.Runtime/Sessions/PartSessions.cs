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
    private readonly IReadOnlyList<NamedWeight>?[] layers;
    private readonly OrtValue[]?[] layerValues;
    private readonly LayerRoom? room;
    private readonly Lazy<GraphSession> embeddingSession;
    private readonly Lazy<OrtValue> embedding;
    private readonly Lazy<OrtValue?> positionEmbedding;
    private readonly Lazy<OrtValue?> typeEmbedding;
    private readonly Lazy<OrtValue[]> embeddingNorm;
    private readonly Lazy<GraphSession> finalNormSession;
    private readonly Lazy<OrtValue[]> finalNorm;
    private readonly Lazy<GraphSession> headSession;
    private readonly Lazy<OrtValue[]> head;

    /// <summary>Sessions for the blocks with a thread for each worker; the ends of the stream are too small to share.</summary>
    /// <param name="model">The model.</param>
    /// <param name="pool">Decodes weights that are not float32.</param>
    public PartSessions(Model model, WorkerPool pool)
    {
        this.model = model;
        threads = pool.Workers;
        room = model.Precision == WeightPrecision.F32 ? null : Own(new LayerRoom(pool));
        var (spec, weights) = (model.Spec, model.Weights);
        layers = new IReadOnlyList<NamedWeight>?[spec.Layers];
        layerValues = new OrtValue[]?[spec.Layers];
        embeddingSession = new(() => Session(PartGraphs.Embedding(spec, weights), 1));
        embedding = new(() => Own(OrtTensors.Over(weights.Embedding)));
        positionEmbedding = new(() => weights.PositionEmbedding is { } learned ? Own(OrtTensors.Over(learned)) : null);
        typeEmbedding = new(() => weights.TypeEmbedding is { } types ? Own(OrtTensors.Over(types)) : null);
        embeddingNorm = new(() => Values(WeightNames.OfNorm(WeightNames.EmbeddingNorm, weights.EmbeddingNorm)));
        head = new(() => Values(WeightNames.OfHead(weights.HeadTransform)));
        headSession = new(() => spec.HeadActivation is { } activation
            ? Session(PartGraphs.Head(spec, activation, WeightNames.OfHead(weights.HeadTransform)), threads)
            : throw new InvalidOperationException("The model has no masked-LM head."));
        finalNormSession = new(() => Session(PartGraphs.FinalNorm(spec, FinalNormWeights()), 1));
        finalNorm = new(() => Values(FinalNormWeights()));
    }

    public GraphSession HeadSession => headSession.Value;

    public IReadOnlyList<OrtValue> Head => head.Value;

    public GraphSession FinalNormSession => finalNormSession.Value;

    public IReadOnlyList<OrtValue> FinalNorm => finalNorm.Value;

    /// <summary>Writes hook_embed of the positions from <paramref name="first"/> on to <paramref name="rows"/>.</summary>
    public unsafe void Embed(ModelInput input, int first, float* rows, RunOptions options, CancellationToken cancel)
    {
        var count = input.Length - first;
        if (input.Stream is { } given)
        {
            given.Span[(first * model.Spec.Width)..].CopyTo(new Span<float>(rows, count * model.Spec.Width));
            return;
        }

        using var rowsOfTokens = TokenRows([.. input.Ids.Skip(first)]);
        using var table = rowsOfTokens is null ? null : OrtTensors.Over(rowsOfTokens.At(0), count, model.Spec.Width);
        using var tokens = OrtTensors.Integers([.. input.Ids.Skip(first).Select((id, index) => table is null ? (long)id : index)]);
        using var places = OrtTensors.Integers([.. model.Spec.PositionRows(input.Ids).Skip(first).Select(row => (long)row)]);
        using var types = OrtTensors.Integers([.. Enumerable.Range(first, count).Select(position => (long)input.TypeAt(position))]);
        var inputs = new List<OrtValue> { tokens, table ?? embedding.Value };
        if (positionEmbedding.Value is { } learned)
        {
            inputs.AddRange([places, learned]);
        }

        if (typeEmbedding.Value is { } ofTypes)
        {
            inputs.AddRange([types, ofTypes]);
        }

        inputs.AddRange(embeddingNorm.Value);
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

    /// <summary>Ends a pass: memory that only passes need goes back.</summary>
    public void EndPass() => room?.Release();

    /// <inheritdoc/>
    public void Dispose() => owned.ForEach(item => item.Dispose());

    private (IReadOnlyList<NamedWeight> Weights, OrtValue[] Values) WeightsOf(int layer)
    {
        var weights = layers[layer] ??= WeightNames.OfLayer(model.Weights.Layers[layer], model.Spec.Gated);
        return (weights, room is null ? layerValues[layer] ??= Values(weights) : room.Fill(weights));
    }

    /// <summary>The rows of an embedding that is not float32, one for each token, [count, D]; null where the table itself is read.</summary>
    private NativeFloats? TokenRows(int[] ids)
    {
        var (table, width) = (model.Weights.Embedding, model.Spec.Width);
        if (table.IsFloat)
        {
            return null;
        }

        var rows = new NativeFloats((long)ids.Length * width);
        for (var index = 0; index < ids.Length; index++)
        {
            table.Read(ids[index], 1, rows.GetSpan().Slice(index * width, width));
        }

        return rows;
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
