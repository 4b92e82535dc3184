using Interp.Contracts;
using Interp.Figures;

namespace Interp.Cli.Rendering;

/// <summary>The answer first: what the model predicts and how surely, what made it, what worked against it, what is proved.</summary>
internal static class ExplainPage
{
    /// <summary>Layers shown one by one; the rest is summed up.</summary>
    public const int ShownLayers = 8;

    /// <summary>Tokens of the prediction shown.</summary>
    public const int ShownPredictions = 5;

    /// <summary>Writes the page.</summary>
    public static void Write(ExplainResult result, IPage page)
    {
        if (result.Story is [var story, ..])
        {
            StoryPage.Write(result, story, page);
            return;
        }

        PageHead.Write(result, page, Piece.Dim("lens " + result.Settings.Mode), Piece.Dim("scores in nats"));
        if (page is TerminalPage terminal)
        {
            new ExplainPicture(result, terminal).Write();
        }
        else
        {
            WritePlain(result, page);
        }

        ContributionsPage.WriteLevels(result with { Layers = null, Heads = null, FfNeurons = null }, page);
        WriteProof(result, page);
    }

    /// <summary>Prompt, prediction, and the question where it is not the obvious one, as plain lines.</summary>
    public static void WriteAnswer(ExplainResult result, IPage page)
    {
        var tokens = result.Tokens ?? [];
        page.Facts("prompt", string.Concat(PromptText.Of(tokens).Select(part => part.Label)), "at", PageHead.Position(tokens, result.Settings.Position));
        var predictions = result.Predictions.SelectMany(prediction => prediction.Top).Take(ShownPredictions).ToList();
        var labels = new TokenLabels(predictions.Select(token => (token.Id, token.Text)));
        page.Facts(["predicts", .. predictions.Select(token => new Piece($"{labels.Of(token.Id, token.Text)} {NumberText.PercentWithUnit(token.Prob)}"))]);
        if (Question(result) is { Count: > 0 } question)
        {
            page.Facts([.. question]);
        }
    }

    /// <summary>The layers with the greatest scores in size, in stream order. The embedding is where the sum begins, no layer.</summary>
    public static IReadOnlyList<LayerRow> GreatestLayers(ExplainResult result)
    {
        var layers = (result.Layers ?? []).Where(row => row.Layer is not null).ToList();
        var greatest = layers.OrderByDescending(row => Math.Abs(row.Score)).Take(ShownLayers).ToHashSet();
        return [.. layers.Where(greatest.Contains)];
    }

    /// <summary>What the layers that are not shown add up to, and all together.</summary>
    public static string RestOfLayers(ExplainResult result, IReadOnlyList<LayerRow> shown)
    {
        var all = (result.Layers ?? []).Count(row => row.Layer is not null);
        var rest = result.Sum.Layers - shown.Sum(row => row.Score);
        var sum = $"all {NumberText.Count(all)} add up to {NumberText.Score(result.Sum.Layers)}";
        var interaction = Math.Abs(result.Sum.Interaction) < 0.005 ? "" : $", with an interaction of {NumberText.Score(result.Sum.Interaction)} to {NumberText.Score(result.Sum.Total)}";
        return (all == shown.Count ? "" : $"{NumberText.Count(all - shown.Count)} other layers {NumberText.Score(rest)}; ") + sum + interaction;
    }

    /// <summary>What is scored, where it is not simply the model's first choice.</summary>
    public static IReadOnlyList<Piece> Question(ExplainResult result)
    {
        var first = Top(result) is [var token, ..] ? token : null;
        var facts = new List<Piece>();
        if (first is null || first.Id != result.Target.Id)
        {
            facts.AddRange([Piece.Dim("target"), .. Followed(result.Target)]);
        }

        if (result.Contrast is { } contrast)
        {
            facts.AddRange([Piece.Dim("against"), .. Followed(contrast), Piece.Dim("scores are differences of the two")]);
        }

        return facts;
    }

    private static IReadOnlyList<TokenProbability> Top(ExplainResult result) => result.Predictions is [var prediction, ..] ? prediction.Top : [];

    private static Piece[] Followed(FollowedToken token) =>
    [
        Piece.Strong(TokenLabel.Of(token.Text)),
        Piece.Number(NumberText.PercentWithUnit(Math.Exp(token.ModelLogProb))),
        Piece.Dim("rank " + NumberText.Count(token.ModelRank)),
    ];

    private static void WritePlain(ExplainResult result, IPage page)
    {
        WriteAnswer(result, page);
        WritePlainLayers(result, page);
        if (result.Heads is { } heads && heads.Top.Count + heads.Bottom.Count > 0)
        {
            page.Line();
            page.Table(ExplainTables.Heads(heads, result, int.MaxValue));
        }

        if (result.FfNeurons is { } neurons && neurons.Top.Count + neurons.Bottom.Count > 0)
        {
            page.Line();
            page.Table(ExplainTables.Neurons(neurons, int.MaxValue));
        }
    }

    private static void WritePlainLayers(ExplainResult result, IPage page)
    {
        if (result.Layers is null)
        {
            return;
        }

        var course = new LayerCourse(result);
        var dip = course.Lowest is { } low ? $"{NumberText.Nats(low.Value)} after layer {NumberText.Count(low.Layer)}, " : "";
        page.Line();
        page.Facts($"log-probability of {course.Label()}", $"{NumberText.Nats(course.Start)} at the embedding, {dip}{NumberText.Nats(course.End)} at the end");
        var shown = GreatestLayers(result);
        page.Table(ExplainTables.Layers(shown));
        page.Line(RestOfLayers(result, shown));
    }

    private static void WriteProof(ExplainResult result, IPage page)
    {
        page.Line();
        if (result.FfNeurons is { } neurons && neurons.Top.Count + neurons.Bottom.Count > 0)
        {
            CertificateLine.Write(neurons.Certificate, "neurons", page);
        }

        if (result.Heads is { } heads && heads.Top.Count + heads.Bottom.Count > 0)
        {
            page.Facts(new Piece("✓ certified", Tone.Good), Piece.Dim($"the list of heads equals a full sweep: all {NumberText.Count(heads.Scores.Data.Length)} evaluated exactly"));
        }

        page.Line(Piece.Dim("a score says what was written, not what was needed"));
        page.Line();
        if (result.Run?.Verified.Badge == "unverified")
        {
            page.Line(Piece.Dim("check  "), new Piece("interp models verify", Tone.Verb), Piece.Dim(" compares every activation with a float64 reference, once for this model"));
        }

        NextSteps.Write(result, page);
    }
}
