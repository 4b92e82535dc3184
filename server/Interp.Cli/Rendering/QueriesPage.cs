using Interp.Contracts;
using Interp.Figures;

namespace Interp.Cli.Rendering;

/// <summary>What excited the value neurons.</summary>
internal static class QueriesPage
{
    /// <summary>Writes the page.</summary>
    public static void Write(QueriesResult queries, IPage page)
    {
        page.Line();
        page.Line(Piece.Strong("value neurons and what they read"));
        page.Table(ValueTable(queries));
        if (queries.LeftOut > 0)
        {
            page.Line(Piece.Dim($"{NumberText.Count(queries.LeftOut)} left out: their shares cannot be normalised."));
        }

        page.Line();
        page.Line(Piece.Strong("layers that excited them"));
        var layers = new TextTable(new("component"), Column.Numbers("score"));
        foreach (var layer in queries.Layers)
        {
            layers.Add(PartNames.Of(layer.Component, layer.Layer), LevelTables.Score(layer.Score));
        }

        page.Table(layers);
        if (queries.Neurons is { } neurons)
        {
            page.Line();
            page.Line(Piece.Strong("neurons that excited them"));
            page.Table(NeuronTable(neurons));
        }
    }

    private static TextTable ValueTable(QueriesResult queries)
    {
        var table = new TextTable(
            new("neuron"), Column.Numbers("importance"), Column.Numbers("reads at"), new("branch"),
            Column.Numbers("value"), Column.Numbers("constant"), Column.Numbers("total"), Column.Numbers("mass"));
        foreach (var neuron in queries.ValueNeurons)
        {
            var name = neuron.Head is int head ? PartNames.Dotted(neuron.Layer, head, neuron.Neuron) : PartNames.Dotted(neuron.Layer, neuron.Neuron);
            foreach (var branch in neuron.Branches)
            {
                table.Add(
                    name, LevelTables.Score(neuron.Importance), Piece.Number(PartNames.Text(neuron.ReadPosition)), branch.Branch + (neuron.LeftOut ? " (left out)" : ""),
                    Piece.Number(NumberText.Score(branch.Value)), Piece.Number(NumberText.Score(branch.Constant)),
                    Piece.Number(NumberText.Score(branch.Total)), Piece.Number(NumberText.Norm(branch.Mass)));
            }
        }

        return table;
    }

    private static TextTable NeuronTable(QueryNeurons neurons)
    {
        var withWords = neurons.Top.Concat(neurons.Bottom).Any(neuron => neuron.Raised is not null);
        var table = withWords
            ? new TextTable(new("neuron"), Column.Numbers("score"), new("raises"), new("lowers"))
            : new TextTable(new("neuron"), Column.Numbers("score"));
        foreach (var neuron in neurons.Top)
        {
            Add(neuron);
        }

        table.AddRule();
        foreach (var neuron in neurons.Bottom)
        {
            Add(neuron);
        }

        return table;

        void Add(QueryNeuron neuron)
        {
            Piece[] cells = [PartNames.Dotted(neuron.Layer, neuron.Neuron), LevelTables.Score(neuron.Score)];
            table.Add(withWords ? [.. cells, ContributionsPage.Words(neuron.Raised), ContributionsPage.Words(neuron.Lowered)] : cells);
        }
    }
}
