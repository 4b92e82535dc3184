using System.Text.Json;
using Interp.Contracts;
using Interp.Models;

namespace Interp.Analysis.Contributions;

/// <summary>Checks a request against the model and its prompt.</summary>
internal static class PlanReader
{
    private static readonly ScoreKind[] Scores = Enum.GetValues<ScoreKind>();

    /// <summary>The plan of a request.</summary>
    /// <exception cref="InterpException">SettingUnknown, OutOfRange, TargetNotOneToken, NotAvailable.</exception>
    public static ContributionsPlan Read(ContributionsRequest request, PlanDefaults defaults, Prompt prompt, Model model)
    {
        var mode = LensModes.Parse(request.Mode, LensMode.Frozen);
        var position = prompt.Position("position", request.Position ?? -1);
        var (target, contrast) = TokenChoices.ResolvePair(request.Target, request.Contrast, model);
        return new ContributionsPlan
        {
            Mode = mode,
            Position = position,
            Target = target,
            Contrast = contrast,
            Levels = LevelsOf(request.Levels ?? defaults.Levels),
            InLayers = LayersOf(request.InLayers, model.Spec.Layers),
            Top = Settings.Count("top", request.Top, defaults.Top),
            Bottom = Settings.Count("bottom", request.Bottom, defaults.Bottom),
            Score = ScoreOf(request.Score, mode, contrast),
            MaxEvaluations = request.MaxEvaluations is null ? null : Settings.Count("maxEvaluations", request.MaxEvaluations, 0),
            Words = Settings.Count("words", request.Words, defaults.Words),
            Reads = request.Reads ?? defaults.Reads,
            Rows = request.Rows?.Select((row, index) => PartReader.Row($"rows[{index}]", row, model.Spec)).ToArray(),
            Queries = request.Queries is { } queries ? QueriesOf(queries, position, prompt, model.Spec) : null,
        };
    }

    /// <summary>A score as requests spell it.</summary>
    public static string NameOf(ScoreKind score) => JsonNamingPolicy.CamelCase.ConvertName(score.ToString());

    private static string[] LevelsOf(string[] levels)
    {
        for (var index = 0; index < levels.Length; index++)
        {
            Settings.OneOf($"levels[{index}]", levels[index], "", LevelNames.All);
        }

        return [.. LevelNames.All.Where(levels.Contains)];
    }

    private static int[] LayersOf(int[]? layers, int count) => layers is null
        ? [.. Enumerable.Range(0, count)]
        : [.. layers.Select((layer, index) => Settings.Index($"inLayers[{index}]", layer, count)).Distinct().Order()];

    private static ScoreKind ScoreOf(string? name, LensMode mode, int? contrast)
    {
        var names = Scores.Select(NameOf).ToArray();
        var score = Scores[Array.IndexOf(names, Settings.OneOf("score", name, names[0], names))];
        if (score != ScoreKind.Increase && (contrast is not null || mode == LensMode.PerLayer))
        {
            var reason = contrast is not null ? "a contrast" : "mode perLayer";
            throw Settings.Unknown("score", $"Score \"{name}\" cannot be had with {reason}.", "Leave `score` out, or take mode frozen without a contrast.");
        }

        return score;
    }

    private static QueriesSettings QueriesOf(QueriesRequest queries, int position, Prompt prompt, ModelSpec spec)
    {
        var form = Settings.OneOf("queries.form", queries.Form, "exact", "exact", "author");
        var parts = queries.Of?.Parts?.Select((part, index) => PartReader.ValueNeuron($"queries.of[{index}]", part, prompt, spec)).ToArray();
        PartReader.CheckVisible(parts ?? [], position, prompt.Length, spec);
        return new QueriesSettings
        {
            Of = parts is null
                ? new QueriesOf { Level = Settings.OneOf("queries.of", queries.Of?.Level, LevelNames.FfNeurons, LevelNames.FfNeurons, LevelNames.AttentionNeurons) }
                : new QueriesOf { Parts = parts },
            Count = Settings.Count("queries.count", queries.Count, 10),
            Form = form,
            Normalise = Settings.OneOf("queries.normalise", queries.Normalise, form == "exact" ? "absolute" : "sum", "absolute", "sum"),
            Neurons = queries.Neurons ?? true,
            Top = Settings.Count("queries.top", queries.Top, 20),
            Shares = queries.Shares ?? false,
        };
    }
}
