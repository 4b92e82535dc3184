using System.Numerics.Tensors;
using Interp.Contracts;

namespace Interp.Analysis.Contributions;

/// <summary>What excited the value neurons: shares of the stream's components, and scores of layers and of single neurons below.</summary>
internal sealed class QueryAnalysis
{
    private readonly ContributionRun run;
    private readonly QueriesSettings settings;
    private readonly QueryReader reader;
    private readonly Dictionary<StreamComponent, double> layerScores = [];
    private readonly List<WeightedReader> readers = [];

    private QueryAnalysis(ContributionRun run, QueriesSettings settings)
    {
        this.run = run;
        this.settings = settings;
        reader = new QueryReader(run.Point, settings.Form == "exact");
    }

    /// <summary>The queries of a request.</summary>
    public static QueriesResult Compute(ContributionRun run, QueriesSettings settings)
    {
        var analysis = new QueryAnalysis(run, settings);
        var neurons = ValueNeurons.Choose(run, settings).Select(chosen => analysis.Read(chosen.Part, chosen.Importance)).ToArray();
        return new QueriesResult
        {
            ValueNeurons = neurons,
            LeftOut = neurons.Count(neuron => neuron.LeftOut),
            Layers = analysis.Layers(),
            Neurons = settings.Neurons ? QueryNeuronScores.Compute(run, analysis.readers, settings.Top) : null,
        };
    }

    private ValueNeuron Read(PartChoice part, double importance)
    {
        StreamComponent[] components = [.. reader.ComponentsOf(part)];
        var position = reader.ReadPosition(part);
        var branches = reader.BranchesOf(part)
            .Select(branch => new ReadShares(reader, branch, components, position, settings.Normalise))
            .ToArray();
        var leftOut = branches.Any(branch => branch.IsLeftOut);
        if (!leftOut)
        {
            AddLayerScores(branches, components, importance);
            AddReader(branches, part.Layer, position, importance);
        }

        return new ValueNeuron
        {
            Layer = part.Layer,
            Head = part.Head,
            Neuron = part.Neuron ?? 0,
            Position = part.Position,
            Importance = importance,
            ReadPosition = position,
            LeftOut = leftOut,
            Branches = [.. branches.Select(branch => branch.Report(settings.Shares, hasWeights: !leftOut))],
        };
    }

    private void AddLayerScores(ReadShares[] branches, StreamComponent[] components, double importance)
    {
        for (var index = 0; index < components.Length; index++)
        {
            var weight = branches.Average(branch => branch.Weight(branch.Shares[index]));
            layerScores[components[index]] = layerScores.GetValueOrDefault(components[index]) + (importance * weight);
        }
    }

    // A single vector reads for all branches: a neuron's score is linear in what it writes.
    private void AddReader(ReadShares[] branches, int layer, int position, double importance)
    {
        var sum = new float[run.Readout.Width];
        foreach (var branch in branches)
        {
            TensorPrimitives.MultiplyAdd(branch.Branch.Reader, (float)(importance * branch.Weight(1) / branches.Length), sum, sum);
        }

        readers.Add(new WeightedReader(layer, position, sum));
    }

    private QueryLayer[] Layers() =>
    [
        .. layerScores
            .OrderByDescending(entry => entry.Value)
            .ThenBy(entry => entry.Key.Order)
            .Select(entry => new QueryLayer { Component = entry.Key.Name, Layer = entry.Key.Layer, Score = entry.Value }),
    ];
}

/// <summary>What a value neuron of a layer reads at a position, times its importance over its mass, [D].</summary>
internal sealed record WeightedReader(int Layer, int Position, float[] Vector);
