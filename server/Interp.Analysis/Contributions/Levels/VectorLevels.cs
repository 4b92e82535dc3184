using Interp.Contracts;

namespace Interp.Analysis.Contributions;

/// <summary>Biases, heads and named parts: rows that are all evaluated.</summary>
internal static class VectorLevels
{
    /// <summary>The output biases that the model has, layer by layer, attention first.</summary>
    public static BiasRow[] Biases(ContributionRun run)
    {
        var branches = Enumerable.Range(0, run.Spec.Layers)
            .SelectMany(layer => (Branch[])[run.Point.Attention(layer), run.Point.FeedForward(layer)])
            .Where(branch => branch.Bias is not null)
            .ToArray();
        var batch = new RowBatch(run.Readout, branches.Length);
        var stream = new float[run.Readout.Width];
        foreach (var branch in branches)
        {
            branch.ToStream(branch.Bias is { } bias ? bias.Vector : [], stream);
            batch.Add(stream, 1 / run.Point.DivisorOf(branch), branch.BaseState);
        }

        var numbers = Scores(batch, run);
        BiasRow[] rows = [.. branches.Select((branch, index) => BiasRow(branch, numbers[index]))];
        run.Show(new ContributionsPartial { Biases = rows });
        return rows;
    }

    /// <summary>Numbers of all heads of some layers, [layers * H].</summary>
    public static RowScore[] Heads(ContributionRun run)
    {
        var batch = new RowBatch(run.Readout, run.Plan.InLayers.Count * run.Spec.Heads);
        foreach (var layer in run.Plan.InLayers)
        {
            for (var head = 0; head < run.Spec.Heads; head++)
            {
                AddHead(batch, run, layer, head);
            }
        }

        return Scores(batch, run);
    }

    /// <summary>The parts that the request names, in its order.</summary>
    public static NamedPartRow[] Named(ContributionRun run, IReadOnlyList<PartChoice> parts)
    {
        var batch = new RowBatch(run.Readout, parts.Count);
        foreach (var part in parts)
        {
            if (part.Head is int head)
            {
                AddHead(batch, run, part.Layer, head);
            }
            else
            {
                AddNeuron(batch, run, part.Layer, part.Neuron ?? 0);
            }
        }

        var numbers = Scores(batch, run);
        return [.. parts.Select((part, index) => NamedRow(part, numbers[index]))];
    }

    private static void AddHead(RowBatch batch, ContributionRun run, int layer, int head)
    {
        var branch = run.Point.Attention(layer);
        var raw = new float[run.Readout.Width];
        var stream = new float[run.Readout.Width];
        HeadWriter.Write(run.Point, layer, head, run.Point.Z(layer).Slice(head * run.Spec.HeadWidth, run.Spec.HeadWidth), raw);
        branch.ToStream(raw, stream);
        batch.Add(stream, 1 / run.Point.DivisorOf(branch), branch.BaseState);
    }

    private static void AddNeuron(RowBatch batch, ContributionRun run, int layer, int neuron)
    {
        var branch = run.Point.FeedForward(layer);
        var stream = new float[run.Readout.Width];
        branch.ToStream(branch.Rows.Row(neuron), stream);
        batch.Add(stream, run.Point.Post(layer, run.Point.Position)[neuron] / run.Point.DivisorOf(branch), branch.BaseState);
    }

    private static RowScore[] Scores(RowBatch batch, ContributionRun run)
    {
        var numbers = run.Exact.Evaluate(batch, run.Cancel);
        return [.. numbers.Select(part => RowScore.Of(part, run.Readout, run.Plan.Contrast is not null))];
    }

    private static BiasRow BiasRow(Branch branch, RowScore numbers) => new()
    {
        Component = branch.IsAttention ? "attnBias" : "ffBias",
        Layer = branch.Layer,
        Score = numbers.Score,
        Bs = numbers.Bs,
        Norm = numbers.Norm,
        FirstOrder = numbers.FirstOrder,
        Increase = numbers.Increase,
        IncreaseContrast = numbers.IncreaseContrast,
    };

    private static NamedPartRow NamedRow(PartChoice part, RowScore numbers) => new()
    {
        Layer = part.Layer,
        Head = part.Head,
        Neuron = part.Neuron,
        Score = numbers.Score,
        Bs = numbers.Bs,
        Norm = numbers.Norm,
        FirstOrder = numbers.FirstOrder,
        Increase = numbers.Increase,
        IncreaseContrast = numbers.IncreaseContrast,
    };
}
