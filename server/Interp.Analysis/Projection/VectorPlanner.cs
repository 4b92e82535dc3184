using System.Numerics.Tensors;
using Interp.Contracts;
using Interp.Models;
using Interp.Runtime;

namespace Interp.Analysis;

/// <summary>Checks the vectors of a request and says how each is computed.</summary>
internal sealed class VectorPlanner(Model model, Prompt? prompt)
{
    private readonly ModelSpec spec = model.Spec;

    /// <summary>The plan of <paramref name="choice"/>, which stands at <paramref name="path"/> of the request.</summary>
    /// <exception cref="InterpException">SettingUnknown, OutOfRange, PromptEmpty.</exception>
    public PlannedVector Plan(VectorChoice choice, string path)
    {
        VectorMembers.Check(choice, path);
        return choice.Kind switch
        {
            "ffValue" => FfValue(choice, path),
            "ffKey" => FfKey(choice, path),
            "ffContribution" => FfContribution(choice, path),
            "attnValue" => AttnValue(choice, path),
            "attnKey" => AttnKey(choice, path),
            "head" => Head(choice, path),
            "headSource" => HeadSource(choice, path),
            "tap" => TapVectors.Plan(choice, path, spec, Position(choice, path)),
            "embedding" => Embedding(choice, path),
            _ => Explicit(choice, path),
        };
    }

    private PlannedVector FfValue(VectorChoice choice, string path)
    {
        var (layer, neuron) = (Layer(choice, path), Neuron(choice, path, spec.FfWidth));
        return OfWeight(choice, layer.Out.Row, neuron, layer.FeedForwardBranchNorm);
    }

    private PlannedVector FfKey(VectorChoice choice, string path)
    {
        if (choice.Branch is not null && !spec.Gated)
        {
            throw Settings.Unknown($"{path}.branch", $"`{path}.branch` is given, but {model.Name} has no gated feed-forward.", "Leave `branch` out.");
        }

        var (layer, neuron) = (Layer(choice, path), Neuron(choice, path, spec.FfWidth));
        var branch = spec.Gated ? Settings.OneOf($"{path}.branch", choice.Branch, "gate", "gate", "up") : null;
        var column = branch == "up" && layer.Up is { } up ? up : layer.In;
        var fold = choice.FoldNorm ?? true;
        return OfWeight(choice with { Branch = branch, FoldNorm = fold }, column.Row, neuron, Folds(fold) ? layer.Ln2 : null);
    }

    private PlannedVector AttnValue(VectorChoice choice, string path)
    {
        var (layer, head, entry) = (Layer(choice, path), HeadIndex(choice, path), Neuron(choice, path, spec.HeadWidth));
        return OfWeight(choice, layer.Output.Row, (head * spec.HeadWidth) + entry, layer.AttentionBranchNorm);
    }

    private PlannedVector AttnKey(VectorChoice choice, string path)
    {
        var (layer, head, entry) = (Layer(choice, path), HeadIndex(choice, path), Neuron(choice, path, spec.HeadWidth));
        var fold = choice.FoldNorm ?? true;
        return OfWeight(choice with { FoldNorm = fold }, layer.Value.Row, (spec.KvHeadOf(head) * spec.HeadWidth) + entry, Folds(fold) ? layer.Ln1 : null);
    }

    /// <summary>In a post-norm model no norm stands before what a branch reads.</summary>
    private bool Folds(bool asked) => asked && spec.Order != BlockOrder.Post;

    private PlannedVector FfContribution(VectorChoice choice, string path)
    {
        var (layer, neuron, position) = (Layer(choice, path), Neuron(choice, path, spec.FfWidth), Position(choice, path));
        var tap = TapName.MlpPost(choice.Layer ?? 0);
        return OfPosition(choice, position, [tap], (pass, vector) =>
        {
            var coefficients = pass[tap].Row(position);
            TensorPrimitives.Multiply(layer.Out.Row(neuron), coefficients[neuron], vector);
            BranchNormScale.Apply(spec, layer.FeedForwardBranchNorm, coefficients, layer.Out, layer.OutBias, vector);
        });
    }

    private PlannedVector Head(VectorChoice choice, string path)
    {
        var (layer, head, position) = (Layer(choice, path), HeadIndex(choice, path), Position(choice, path));
        var tap = TapName.Z(choice.Layer ?? 0);
        return OfPosition(choice, position, [tap], (pass, vector) =>
        {
            var entries = pass[tap].Row(position);
            WriteHead(layer, head, entries.Slice(head * spec.HeadWidth, spec.HeadWidth), 1, vector);
            BranchNormScale.Apply(spec, layer.AttentionBranchNorm, entries, layer.Output, layer.OutputBias, vector);
        });
    }

    private PlannedVector HeadSource(VectorChoice choice, string path)
    {
        var (layer, head, position) = (Layer(choice, path), HeadIndex(choice, path), Position(choice, path));
        var source = (prompt ?? throw Prompt.Missing($"`{path}`")).Position($"{path}.source", choice.Source ?? 0);
        var number = choice.Layer ?? 0;
        var (pattern, value, z) = (TapName.Pattern(number), TapName.Value(number), TapName.Z(number));
        return OfPosition(choice with { Source = source }, position, [pattern, value, z], (pass, vector) =>
        {
            var length = pass.Length;
            var weight = pass[pattern].Values[(((head * length) + position) * length) + source];
            WriteHead(layer, head, pass[value].Row(source).Slice(spec.KvHeadOf(head) * spec.HeadWidth, spec.HeadWidth), weight, vector);
            BranchNormScale.Apply(spec, layer.AttentionBranchNorm, pass[z].Row(position), layer.Output, layer.OutputBias, vector);
        });
    }

    private PlannedVector Embedding(VectorChoice choice, string path)
    {
        if (!spec.HasEmbedding)
        {
            throw new InterpException(
                ErrorKind.NotAvailable, $"`{path}` is an embedding, and {model.Name} has none.", "Leave the vector out.", new() { ["member"] = path });
        }

        var token = Settings.Index($"{path}.token", choice.Token ?? 0, model.Weights.Embedding.Rows);
        return new PlannedVector
        {
            Choice = choice,
            Fill = (_, vector) => TensorPrimitives.Multiply(model.Weights.Embedding.Row(token), (float)spec.EmbeddingScale, vector),
        };
    }

    private PlannedVector Explicit(VectorChoice choice, string path)
    {
        var values = choice.Values ?? [];
        if (values.Length != spec.Width)
        {
            throw new InterpException(
                ErrorKind.OutOfRange,
                $"`{path}.values` has {values.Length} numbers; the width of {model.Name} is {spec.Width}.",
                $"Give {spec.Width} numbers.",
                new() { ["member"] = $"{path}.values", ["length"] = values.Length, ["width"] = spec.Width });
        }

        if (!FiniteGuard.IsFinite(values))
        {
            throw new InterpException(
                ErrorKind.OutOfRange, $"`{path}.values` holds a number that is not finite in float32.", "Give finite numbers.", new() { ["member"] = $"{path}.values" });
        }

        return new PlannedVector { Choice = choice, Fill = (_, vector) => values.CopyTo(vector) };
    }

    private static PlannedVector OfWeight(VectorChoice choice, WeightRow rowOf, int row, NormWeights? norm) => new()
    {
        Choice = choice,
        Fill = (_, vector) =>
        {
            rowOf(row).CopyTo(vector);
            if (norm is not null)
            {
                TensorPrimitives.Multiply(vector, norm.Gain.Vector, vector);
            }
        },
    };

    private static PlannedVector OfPosition(VectorChoice choice, int position, string[] taps, PassFill fill) => new()
    {
        Choice = choice with { Position = position },
        Position = position,
        Taps = taps,
        Fill = (pass, vector) => fill(pass ?? throw new InvalidOperationException("A vector of a position needs a pass."), vector),
    };

    /// <summary>vector = weight · entries [K] · W_O^h.</summary>
    private void WriteHead(LayerWeights layer, int head, ReadOnlySpan<float> entries, float weight, Span<float> vector)
    {
        vector.Clear();
        for (var entry = 0; entry < entries.Length; entry++)
        {
            TensorPrimitives.MultiplyAdd(layer.Output.Row((head * spec.HeadWidth) + entry), weight * entries[entry], vector, vector);
        }
    }

    private LayerWeights Layer(VectorChoice choice, string path) =>
        model.Weights.Layers[Settings.Index($"{path}.layer", choice.Layer ?? 0, spec.Layers)];

    private int HeadIndex(VectorChoice choice, string path) => Settings.Index($"{path}.head", choice.Head ?? 0, spec.Heads);

    private static int Neuron(VectorChoice choice, string path, int count) => Settings.Index($"{path}.neuron", choice.Neuron ?? 0, count);

    private int Position(VectorChoice choice, string path) =>
        (prompt ?? throw Prompt.Missing($"`{path}` of kind {choice.Kind}")).Position($"{path}.position", choice.Position ?? -1);

    private delegate ReadOnlySpan<float> WeightRow(int row);

    private delegate void PassFill(ForwardPass pass, Span<float> vector);
}
