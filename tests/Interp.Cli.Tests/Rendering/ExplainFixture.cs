using System.Text.Json;
using Interp.Contracts;

namespace Interp.Cli.Tests.Rendering;

/// <summary>The explanation of "The capital of France is" with the numbers of the golden case, and what the terminal says of it.</summary>
internal static class ExplainFixture
{
    private static readonly Certificate certificate = new() { Certified = true, Bound = "jensenVariance", Candidates = 46080, ExactEvaluations = 128 };

    public static ExplainResult Result { get; } = Read();

    private static ExplainResult Read()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "golden", "contributions", "contributions-words-smollm2.json");
        using var file = JsonDocument.Parse(File.ReadAllBytes(path));
        var result = file.RootElement.GetProperty("result").Deserialize(InterpJsonContext.Default.ContributionsResult)
            ?? throw new InvalidDataException(path);
        return new ExplainResult
        {
            Method = "explain",
            Model = new ModelInfo { Name = "smollm2-135m-instruct", Family = "llama", Order = "pre" },
            Run = new RunInfo { Provider = "cpu", Precision = "f32", Threads = 2, Verified = new VerifiedInfo { Badge = "verified" } },
            Tokens = result.Tokens,
            Warnings = [],
            Settings = result.Settings,
            Target = result.Target,
            Sum = result.Sum,
            Layers = result.Layers,
            Heads = result.Heads is { } heads ? heads with { Top = [.. heads.Top.Take(6)], Bottom = [.. heads.Bottom.Take(4)] } : null,
            FfNeurons = result.FfNeurons is { } neurons ? neurons with { Top = [.. neurons.Top.Take(6)], Bottom = [.. neurons.Bottom.Take(4)], Certificate = certificate } : null,
            Predictions = [new Prediction { Position = 4, Top = Predictions() }],
        };
    }

    // Probabilities of the target picture, in percent; ids stand for themselves.
    private static List<TokenProbability> Predictions() =>
    [
        Token(7042, " Paris", 0.773), Token(260, " the", 0.065), Token(4700, " London", 0.012), Token(1950, " Le", 0.0099), Token(1200, " New", 0.0093),
    ];

    private static TokenProbability Token(int id, string text, double prob) => new() { Id = id, Text = text, Prob = prob, LogProb = Math.Log(prob), Logit = 0 };
}
