using Interp.Contracts;
using Interp.Models;
using Interp.Runtime;

namespace Interp.Analysis;

/// <summary>The model's own predictions, read from a forward pass.</summary>
public static class Predictions
{
    // Rows in one product.
    private const int BlockRows = 2048;

    /// <summary>The taps that a pass must have kept.</summary>
    public static IReadOnlyList<string> Taps(Model model) => [Source(model)];

    /// <summary>The most probable next tokens at some positions, in the order given.</summary>
    /// <param name="scope">The open model.</param>
    /// <param name="pass">A pass that kept <see cref="Taps"/>.</param>
    /// <param name="positions">From 0.</param>
    /// <param name="top">Tokens per position.</param>
    /// <param name="cancel">Cancels.</param>
    /// <exception cref="InterpException">NotFinite naming tap and position; NotAvailable without a vocabulary head.</exception>
    public static IReadOnlyList<Prediction> Of(RequestScope scope, ForwardPass pass, IReadOnlyList<int> positions, int top, CancellationToken cancel)
    {
        var predictions = new List<Prediction>(positions.Count);
        foreach (var block in positions.Chunk(BlockRows))
        {
            predictions.AddRange(Read(scope, pass, block, top, cancel).Select((row, index) => new Prediction
            {
                Position = block[index],
                Top = LensCells.Top(row, top, scope.Texts),
            }));
        }

        return predictions;
    }

    private static RowReduction[] Read(RequestScope scope, ForwardPass pass, int[] positions, int top, CancellationToken cancel)
    {
        var width = scope.Spec.Width;
        var tap = pass[Source(scope.Model)];
        var last = scope.Spec.Layers - 1;
        var rows = new float[positions.Length * width];
        for (var index = 0; index < positions.Length; index++)
        {
            FiniteGuard.Check(tap.Row(positions[index]), tap.Name, last, positions[index]);
            tap.Row(positions[index]).CopyTo(rows.AsSpan(index * width));
        }

        scope.Engine.TransformForHead(rows, positions.Length, rows, cancel);
        var plan = new ReductionPlan
        {
            Top = top,
            Bias = scope.Model.Weights.UnembeddingBias is { } bias ? bias.Vector.ToArray() : (ReadOnlyMemory<float>?)null,
            Caps = _ => true,
        };
        return VocabularyReducer.Run(
            scope.Engine, rows, positions.Length, plan, row => FiniteGuard.NotFinite(TapName.Logits, last, positions[row]), cancel);
    }

    private static string Source(Model model) =>
        model.Weights.FinalNorm is null ? TapName.ResidPost(model.Spec.Layers - 1) : TapName.FinalNormalized;
}
