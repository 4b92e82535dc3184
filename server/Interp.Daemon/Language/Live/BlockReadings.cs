using System.Text;
using Interp.Analysis;
using Interp.Contracts;
using Interp.Daemon.Documents;

namespace Interp.Daemon.Language;

/// <summary>What is known of a block: the model's answer and how its expectations stand.</summary>
/// <param name="Answer">The answer at the block's position; null while it is not known.</param>
/// <param name="Failure">Why there is none.</param>
/// <param name="Outcomes">Of its expectations, in order; null for those that are not known.</param>
internal sealed record BlockReading(LensResult? Answer, InterpException? Failure, IReadOnlyList<ExpectationOutcome?> Outcomes);

/// <summary>Reads blocks and remembers what was read as long as their text and settings are the same.</summary>
internal sealed class BlockReadings(IRequestRunner runner, Func<LanguageSettings> settings)
{
    /// <summary>Tokens of the answer.</summary>
    public const int Words = 3;

    /// <summary>Longer prompts (characters) are only measured; they are run when a person asks.</summary>
    public const int LongestPrompt = 20_000;

    private const int MostBlocks = 1024;
    private readonly RecentCache<Entry> known = new(MostBlocks);
    private readonly ExpectationEvaluator evaluator = new(runner);

    /// <summary>What is known now.</summary>
    public BlockReading Known(BlockPlace place)
    {
        var entry = known.Find(KeyOf(place));
        return new BlockReading(entry?.Answer, entry?.Failure, [.. place.Block.Expectations.Select(expectation => entry?.Find(expectation))]);
    }

    /// <summary>Reads what is not known yet.</summary>
    /// <param name="place">The block.</param>
    /// <param name="withScores">True evaluates the expectations that take a contributions run too.</param>
    /// <param name="cancel">Cancels; what was read stays known.</param>
    public async Task<BlockReading> ReadAsync(BlockPlace place, bool withScores, CancellationToken cancel)
    {
        var key = KeyOf(place);
        var entry = known.Find(key) ?? new Entry();
        known.Keep(key, entry);
        if (entry.Answer is null)
        {
            await AnswerAsync(place, entry, cancel).ConfigureAwait(false);
        }

        var isLive = withScores || place.Block.Prompt.Text.Length <= LongestPrompt;
        Expectation[] open = !isLive ? [] : [.. place.Block.Expectations.Where(expectation => (withScores || !expectation.IsScore) && entry.Find(expectation) is not { Failure: null })];
        if (entry.Failure is null && open.Length > 0)
        {
            foreach (var outcome in await evaluator.EvaluateAsync(place.Block, place.Context, open, cancel).ConfigureAwait(false))
            {
                entry.Keep(outcome);
            }
        }

        return Known(place);
    }

    /// <summary>True where reading would find out more.</summary>
    public bool IsOpen(BlockPlace place) =>
        known.Find(KeyOf(place)) is not { } entry || (entry.Failure is null && (!entry.IsMeasured || !IsRead(place, entry)));

    private static bool IsRead(BlockPlace place, Entry entry) => place.Block.Prompt.Text.Length > LongestPrompt
        || (entry.Answer is not null && place.Block.Expectations.All(expectation => expectation.IsScore || entry.Find(expectation) is not null));

    private async Task AnswerAsync(BlockPlace place, Entry entry, CancellationToken cancel)
    {
        try
        {
            BlockTrust.Check(place.Block, settings());
            await MeasureAsync(place, cancel).ConfigureAwait(false);
            entry.IsMeasured = true;
            if (place.Block.Prompt.Text.Length <= LongestPrompt)
            {
                entry.Answer = (LensResult)await runner.RunAsync(AnswerRequest(place.Block, place.Context), cancel).ConfigureAwait(false);
            }

            entry.Failure = null;
        }
        catch (InterpException failure)
        {
            entry.Failure = failure;
        }
    }

    /// <summary>Counts the tokens of a long prompt, so that one that is too long is told without a run.</summary>
    private async Task MeasureAsync(BlockPlace place, CancellationToken cancel)
    {
        if (place.Block.Prompt.Text.Length <= LongestPrompt)
        {
            return;
        }

        var common = BlockMembers.Common(place.Block, place.Context);
        var result = await runner.RunAsync(new TokenizeRequest { Method = "tokenize", Model = common.Model, Text = common.Text }, cancel).ConfigureAwait(false);
        if (result is { Model: { } model, Tokens: { } tokens } && tokens.Count > model.Context)
        {
            throw Prompt.TooLong(model.Name, tokens.Count, model.Context);
        }
    }

    /// <summary>The request whose last row is the model's own answer at the block's position, target and contrast beside it.</summary>
    public static LensRequest AnswerRequest(PromptBlock block, BlockContext context)
    {
        var common = BlockMembers.Common(block, context);
        return new LensRequest
        {
            Method = "lens",
            Model = common.Model,
            Text = common.Text,
            Provider = common.Provider,
            Precision = common.Precision,
            Edits = common.Edits,
            Mode = "perLayer",
            Positions = [block.Position],
            Top = Words,
            Target = block.Target,
            Contrast = block.Contrast,
        };
    }

    /// <summary>Equal for blocks of equal prompts and directives under equal settings.</summary>
    private string KeyOf(BlockPlace place)
    {
        var key = new StringBuilder(settings().ToString()).Append('\n').Append(place.Document.Folder);
        foreach (var directive in place.Block.Defaults.Concat(place.Block.Directives))
        {
            key.Append("\n@").Append(directive.Word).Append(' ').Append(directive.Text);
        }

        return key.Append("\n\n").Append(place.Block.Prompt.Text).ToString();
    }

    private sealed class Entry
    {
        private readonly Dictionary<string, ExpectationOutcome> outcomes = new(StringComparer.Ordinal);

        public LensResult? Answer { get; set; }

        /// <summary>True when its length is known to be one that the model reads.</summary>
        public bool IsMeasured { get; set; }

        public InterpException? Failure { get; set; }

        public ExpectationOutcome? Find(Expectation expectation)
        {
            lock (outcomes)
            {
                return outcomes.TryGetValue(NameOf(expectation), out var outcome) ? outcome with { Expectation = expectation } : null;
            }
        }

        public void Keep(ExpectationOutcome outcome)
        {
            lock (outcomes)
            {
                outcomes[NameOf(outcome.Expectation)] = outcome;
            }
        }

        private static string NameOf(Expectation expectation) => $"{expectation.Expression}\n{expectation.Bound}";
    }
}
