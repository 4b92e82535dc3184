using System.Text.Json.Nodes;
using Interp.Contracts;
using Interp.Models;
using Interp.Runtime;
using Interp.Runtime.Verification;

namespace Interp.Analysis;

/// <summary>What models are, from their headers: no weights are read.</summary>
public static class ModelDescriptions
{
    /// <summary>The models that are here.</summary>
    public static ModelListResult List() => new([.. ModelCatalog.List().Select(entry => new ModelListEntry
    {
        Name = entry.Name,
        Path = entry.Path,
        Format = entry.Format,
        Family = entry.Family,
        Bytes = entry.Bytes,
        Source = entry.Source,
        Badge = BadgeOf(entry.Path),
    })]);

    /// <summary>What the model that <paramref name="name"/> names is.</summary>
    /// <exception cref="InterpException">ModelNotFound, ModelUnsupported, ModelDamaged, FileProblem.</exception>
    public static ModelInfoResult Of(string? name)
    {
        var path = ModelFolders.Resolve(name);
        var facts = ModelLoader.Inspect(path);
        var spec = facts.Spec;
        return new ModelInfoResult
        {
            Model = ResultFacts.Of(facts.Name, spec),
            Path = path,
            Format = facts.Source.Format,
            Files = [.. facts.Source.Files.Select(file => new ModelFile(file.Name, file.Bytes))],
            Parameters = facts.Source.Parameters,
            TensorTypes = facts.Source.TensorTypes,
            Norm = spec.Norm == NormKind.Rms ? "rms" : "layer",
            Activation = ActivationOf(spec),
            Positions = spec.Rotary is not null ? "rotary" : "learned",
            Tied = spec.Tied,
            Tokenizer = facts.Tokenizer is { } tokenizer ? new TokenizerInfo(tokenizer.Kind, tokenizer.Size) : null,
            HasVocabulary = spec.Vocabulary > 0,
            HasEmbeddings = spec.HasEmbedding,
            HasFeedForward = spec.FfWidth > 0,
            Can = Abilities(facts),
            Card = ModelCard.Find(path)?.Members,
            Verified = KeptBadge.Of(facts.Source),
            Precisions = [.. Enum.GetValues<WeightPrecision>().Select(precision => new PrecisionInfo(
                WeightPrecisions.NameOf(precision),
                WeightPrecisions.BytesOf(precision, facts.Source.Parameters),
                KeptBadge.Of(facts.Source, precision: precision).Badge))],
            AutoPrecision = WeightPrecisions.NameOf(WeightPrecisions.Choose(facts.Source.Parameters, AvailableMemory.Bytes)),
            Warnings = facts.Warnings,
        };
    }

    private static string BadgeOf(string path)
    {
        try
        {
            return KeptBadge.Of(ModelLoader.Inspect(path).Source).Badge;
        }
        catch (InterpException problem)
        {
            // A list of models is no place to fail for one of them; `models info` says what is wrong.
            return problem.Kind == ErrorKind.ModelUnsupported ? "unsupported" : "damaged";
        }
    }

    private static string ActivationOf(ModelSpec spec)
    {
        var name = spec.Activation switch
        {
            Activation.Silu => "silu",
            Activation.GeluErf => "gelu",
            Activation.GeluTanh => "gelu (tanh)",
            _ => "relu",
        };
        return spec.Gated ? $"{name}, gated" : name;
    }

    /// <summary>Method to true, or to the reason why this model cannot serve it.</summary>
    private static JsonObject Abilities(ModelFacts facts)
    {
        var can = new JsonObject();
        foreach (var method in AnalysisRegistry.Methods)
        {
            can[method] = Obstacle(method, facts) is { } reason ? JsonValue.Create(reason) : JsonValue.Create(true);
        }

        return can;
    }

    private static string? Obstacle(string method, ModelFacts facts) => method switch
    {
        "tokenize" => facts.Tokenizer is null ? "the model has no tokenizer" : null,
        "forward" when RunnableParts.Obstacle(facts.Spec) is { } obstacle => $"the checkpoint {obstacle}" + (facts.Spec.FfWidth > 0 ? ", only `embeddings`" : ""),
        "forward" => null,
        _ when facts.Spec.Vocabulary == 0 => "the model has no vocabulary head",
        "project" => null,
        _ when RunnableParts.Obstacle(facts.Spec) is { } obstacle => $"the checkpoint {obstacle}",
        "contributions" when facts.Spec.Order == BlockOrder.Post => "scores of a post-norm model's parts do not add up",
        _ => null,
    };
}
