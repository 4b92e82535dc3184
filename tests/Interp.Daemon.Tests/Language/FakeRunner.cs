using Interp.Contracts;
using Interp.Daemon.Documents;

namespace Interp.Daemon.Tests.Language;

/// <summary>A model that says what a test wants it to say.</summary>
internal sealed class FakeRunner(params string[] words) : IRequestRunner
{
    /// <summary>Answers wait for it where it is set.</summary>
    public Task Gate { get; init; } = Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<AnalysisResult> RunAsync(AnalysisRequest request, CancellationToken cancel)
    {
        await Gate.WaitAsync(cancel).ConfigureAwait(false);
        TokenInfo[] tokens = [.. (request.Text ?? "").Select((character, index) => new TokenInfo { Id = index, Text = character.ToString(), Start = index, End = index + 1 })];
        return request switch
        {
            LensRequest lens => Lens(lens, tokens),
            _ => new TokenizeResult { Method = "tokenize", Settings = new TokenizeSettings { Special = true }, Tokens = tokens, Warnings = [] },
        };
    }

    private LensResult Lens(LensRequest request, TokenInfo[] tokens)
    {
        var top = words.Select((word, index) => new TokenProbability { Id = index, Text = word, Logit = -index, LogProb = -index - 1, Prob = Math.Exp(-index - 1) }).ToArray();
        var target = new TokenRank { Id = 0, Text = words[0], Logit = 0, LogProb = -1, Prob = Math.Exp(-1), Rank = 1 };
        var cell = new LensCell { Top = top, Entropy = 1, Target = target, Contrast = request.Contrast is null ? null : target with { Id = 1, Text = words[1], Rank = 2 } };
        return new LensResult
        {
            Method = "lens",
            Settings = new LensSettings { Mode = request.Mode ?? "perLayer", Mid = false, Top = 3, SoftCapApplied = false },
            Positions = [.. (request.Positions ?? []).Select(position => position < 0 ? position + tokens.Length : position)],
            Rows = [new LensRow { Row = "embed" }, .. Enumerable.Range(0, 6).Select(layer => new LensRow { Row = "out", Layer = layer })],
            Cells = [[.. Enumerable.Repeat(cell, 7)]],
            Story = [new LensStory { FirstFrom = 0, LeadsFrom = 0 }],
            Tokens = tokens,
            Warnings = [],
        };
    }
}
