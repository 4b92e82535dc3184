using Interp.Contracts;
using Interp.Models;

namespace Interp.Runtime;

/// <summary>What a checkpoint must hold to be run.</summary>
public static class RunnableParts
{
    /// <summary>Why <paramref name="spec"/> cannot be run from tokens, in words after "the model"; null where it can.</summary>
    public static string? Obstacle(ModelSpec spec) => Obstacle(spec, needsEmbedding: true);

    /// <summary>Refuses what cannot be run.</summary>
    /// <exception cref="InterpException">NotAvailable naming what is lacking.</exception>
    public static void Check(Model model, ModelInput input)
    {
        if (Obstacle(model.Spec, input.Stream is null) is { } obstacle)
        {
            throw NotAvailable(model, obstacle);
        }
    }

    /// <summary>Refuses to run <paramref name="model"/> from tokens where it cannot be.</summary>
    /// <exception cref="InterpException">NotAvailable naming what is lacking.</exception>
    public static void CheckTokens(Model model)
    {
        if (Obstacle(model.Spec) is { } obstacle)
        {
            throw NotAvailable(model, obstacle);
        }
    }

    private static string? Obstacle(ModelSpec spec, bool needsEmbedding)
    {
        var lacking = new List<string>();
        if (needsEmbedding && !spec.HasEmbedding)
        {
            lacking.Add("token embedding");
        }

        if (spec.FfWidth == 0 && spec.Layers > 0)
        {
            lacking.Add("feed-forward matrices");
        }

        return lacking.Count > 0 ? $"has no {string.Join(" and no ", lacking)}, so no prompt can be run" : null;
    }

    private static InterpException NotAvailable(Model model, string obstacle) => new(
        ErrorKind.NotAvailable,
        $"The checkpoint {model.Name} {obstacle}.",
        model.Spec is { HasEmbedding: false, FfWidth: > 0 }
            ? "Give `embeddings` to `forward`, or use a whole checkpoint of this model."
            : "Use a whole checkpoint of this model; `interp models info` says what this one can do.",
        new() { ["reason"] = obstacle });
}
