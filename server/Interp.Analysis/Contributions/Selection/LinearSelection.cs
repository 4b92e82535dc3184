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
        var products = WriteProducts.OfDirections(set, bases.Readout, [.. set.Layers.Select(_ => reader)], engine.Threads, cancel);
        var selection = new ScoredSelection(Math.Min(top, set.Count), Math.Min(bottom, set.Count));
        for (var block = 0; block < products.Length; block++)
        {
            var layer = set.Layers[block];
            for (var direction = 0; direction < products[block].Length; direction++)
            {
                for (var slot = 0; slot < set.SlotsOf(layer); slot++)
                {
                    selection.Add(set.Factor(layer, direction, slot) / bases.Readout.Scale * products[block][direction]);
                }
            }
        }

        return selection.Result("linear", 0);
    }
}
