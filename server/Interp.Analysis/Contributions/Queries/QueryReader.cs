using System.Numerics.Tensors;
using Interp.Contracts;
using Interp.Models;
using Interp.Numerics;
using Interp.Runtime;

namespace Interp.Analysis.Contributions;

/// <summary>What a value neuron reads: its branches at its read position as vectors of the stream that come before it.</summary>
internal sealed class QueryReader(StreamPoint point, bool exact)
{
    /// <summary>The branches of a value neuron.</summary>
    public QueryBranch[] BranchesOf(PartChoice part)
    {
        var weights = point.Model.Weights.Layers[part.Layer];
        var neuron = part.Neuron ?? 0;
        if (part.Head is int head)
        {
            var row = (point.Spec.KvHeadOf(head) * point.Spec.HeadWidth) + neuron;
            return [Branch("value", part, weights.Ln1, weights.Value, weights.ValueBias, row, TapName.Value(part.Layer))];
        }

        if (!point.Spec.Gated)
        {
            return [Branch("pre", part, weights.Ln2, weights.In, weights.InBias, neuron, TapName.MlpPre(part.Layer))];
        }

        var up = weights.Up ?? throw new InvalidOperationException("A gated feed-forward without an up branch.");
        return
        [
            Branch("gate", part, weights.Ln2, weights.In, weights.InBias, neuron, TapName.MlpPre(part.Layer)),
            Branch("up", part, weights.Ln2, up, weights.UpBias, neuron, TapName.MlpPreLinear(part.Layer)),
        ];
    }

    /// <summary>The position that a value neuron reads: its own source, or the analysed position.</summary>
    public int ReadPosition(PartChoice part) => part.Position ?? point.Position;

    /// <summary>The components of what a value neuron reads, in stream order.</summary>
    public IEnumerable<StreamComponent> ComponentsOf(PartChoice part)
    {
        yield return new StreamComponent("embed", null);
        for (var layer = 0; layer < part.Layer; layer++)
        {
            yield return new StreamComponent("attn", layer);
            yield return new StreamComponent("ff", layer);
        }

        if (part.Head is null && point.Spec.Order != BlockOrder.Parallel)
        {
            yield return new StreamComponent("attn", part.Layer);
        }
    }

    /// <summary>The vector of a component at a position, [D].</summary>
    public ReadOnlySpan<float> Vector(StreamComponent component, int position)
    {
        if (component.Layer is not int layer)
        {
            return point.Pass[TapName.Embed].Row(position);
        }

        return point.Pass[component.Name == "attn" ? TapName.AttnOut(layer) : TapName.MlpOut(layer)].Row(position);
    }

    private QueryBranch Branch(string name, PartChoice part, NormWeights? norm, Weight rows, Weight? bias, int row, string tap)
    {
        var column = rows.Row(row);
        float[] reader = [.. column];
        if (norm is not null)
        {
            TensorPrimitives.Multiply(reader, norm.Gain.Vector, reader);
        }

        if (exact && norm is not null)
        {
            if (point.Spec.Norm == NormKind.Layer)
            {
                Centring.SubtractMean(reader);
            }

            var scale = point.Pass[part.Head is null ? TapName.Ln2Scale(part.Layer) : TapName.Ln1Scale(part.Layer)];
            TensorPrimitives.Divide(reader, scale.Row(ReadPosition(part))[0], reader);
        }

        var constant = (norm?.Shift is { } shift ? RowProducts.DotDouble(shift.Vector, column) : 0) + (bias is null ? 0 : bias.Vector[row]);
        return new QueryBranch(name, reader, constant, point.Pass[tap].Row(ReadPosition(part))[row]);
    }
}

/// <summary>A branch: its reader [D] (share of a vector c = c · reader), its constant, its real value.</summary>
internal sealed record QueryBranch(string Name, float[] Reader, double Constant, double Value);

/// <summary>A component of the stream: <c>embed</c>, or <c>attn</c> or <c>ff</c> of a layer.</summary>
internal readonly record struct StreamComponent(string Name, int? Layer)
{
    /// <summary>Place in the order of the stream.</summary>
    public int Order => Layer is int layer ? 1 + (2 * layer) + (Name == "ff" ? 1 : 0) : 0;
}
