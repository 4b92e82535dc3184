using System.Numerics.Tensors;
using Interp.Runtime;

namespace Interp.Analysis.Contributions;

/// <summary>Both lists of scores that are linear in the part: against a contrast, one dot product per direction sorts everything.</summary>
internal static class LinearSelection
{
    /// <summary>The lists by bs of the target less bs of the contrast.</summary>
    public static SelectedTails Select(PartSet set, Bases bases, int contrast, int top, int bottom, Engine engine, CancellationToken cancel)
    {
        var reader = bases.Readout.Token(bases.Target).ToArray();
        TensorPrimitives.Subtract(reader, bases.Readout.Token(contrast), reader);
        var branches = set.Layers.Select(set.BranchOf).ToArray();
        var products = WriteProducts.Compute(branches, bases.Readout, [.. branches.Select(_ => reader)], engine.Threads, cancel);
        var selection = new ScoredSelection(Math.Min(top, set.Count), Math.Min(bottom, set.Count));
        for (var block = 0; block < branches.Length; block++)
        {
            var layer = set.Layers[block];
            var directions = new float[set.DirectionsOf(layer)];
            set.FromRows(layer, products[block], directions);
            for (var direction = 0; direction < directions.Length; direction++)
            {
                for (var slot = 0; slot < set.SlotsOf(layer); slot++)
                {
                    selection.Add(set.Factor(layer, direction, slot) / bases.Readout.Scale * directions[direction]);
                }
            }
        }

        return selection.Result("linear", 0);
    }
}
