using System.Text;
using Interp.Analysis;
using Interp.Contracts;
using Interp.Daemon.Documents;

namespace Interp.Daemon.Language;

/// <summary>What is known of a block: the model's answer and how its expectations stand.</summary>
/// <param name="Answer">The answer at the block's position; null while it is not known.</param>
/// <param name="Failure">Why there is none.</param>
/// <param name="Outcomes">Of its expectations, in order; null for those that are not known.</param>
/// <param name="Limits">What its model has, where one of its directives goes beyond; else null.</param>
internal sealed record BlockReading(LensResult? Answer, InterpException? Failure, IReadOnlyList<ExpectationOutcome?> Outcomes, ModelLimits? Limits);

/// <summary>Reads blocks and remembers what was read as long as their text and settings are the same.</summary>
internal sealed class BlockReadings(IRequestRunner runner, Func<LanguageSettings> settings)
{
    /// <summary>Tokens of the answer that are shown at once.</summary>
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
        return new BlockReading(entry?.Answer, entry?.Failure, [.. place.Block.Expectations.Select(expectation => entry?.Find(expectation))], entry?.Limits);
    }

    /// <summary>Finds what takes no weights: the numbers that go beyond the model, and a prompt that is too long.</summary>
    /// <returns>True where there is something to tell.</returns>
    public async Task<bool> MeasureAsync(BlockPlace place, CancellationToken cancel)
    {
        var entry = EntryOf(place);
        return !entry.IsMeasured && (!await IsFitAsync(place, entry, cancel).ConfigureAwait(false) || entry.Limits is not null || entry.HasOutcomes);
    }

    /// <summary>Reads what is not known yet.</summary>
    /// <param name="place">The block.</param>
    /// <param name="withScores">True evaluates the expectations that take a contributions run too.</param>
    /// <param name="cancel">Cancels; what was read stays known.</param>
    public async Task<BlockReading> ReadAsync(BlockPlace place, bool withScores, CancellationToken cancel)
    {
        var entry = EntryOf(place);
        if (entry.Answer is null && await IsFitAsync(place, entry, cancel).ConfigureAwait(false))
        {
            await AnswerAsync(place, entry, cancel).ConfigureAwait(false);
        }

        var isLive = withScores || place.Block.Prompt.Text.Length <= LongestPrompt;
        Expectation[] open = !isLive ? [] : [.. place.Block.Expectations.Where(expectation => (withScores || !expectation.IsScore) && entry.Find(expectation) is not ({ Failure: null } or { Place: not null }))];
        if (entry.Failure is null && open.Length > 0)
        {
            foreach (var outcome in await evaluator.EvaluateAsync(place.Block, place.Context, open, null, cancel).ConfigureAwait(false))
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
            if (place.Block.Prompt.Text.Length <= LongestPrompt)
            {
                entry.Answer = (LensResult)await runner.RunAsync(AnswerRequest(place.Block, place.Context), cancel).ConfigureAwait(false);
            }

            entry.Failure = null;
        }
        catch (InterpException failure)
        {
            entry.Failure = DocumentWords.Of(place.Block, "lens", failure);
        }
    }

    /// <summary>False where it is known without weights that the block cannot be answered; the entry then has the failure.</summary>
    private async Task<bool> IsFitAsync(BlockPlace place, Entry entry, CancellationToken cancel)
    {
        if (entry.IsMeasured)
        {
            return true;
        }

        try
        {
            BlockTrust.Check(place.Block, settings());
            await MeasureAsync(place, entry, cancel).ConfigureAwait(false);
            return true;
        }
        catch (InterpException failure)
        {
            entry.Failure = failure;
            return false;
        }
    }

    private async Task MeasureAsync(BlockPlace place, Entry entry, CancellationToken cancel)
    {
        ModelLimits? limits;
        try
        {
            limits = await ModelLimits.OfAsync(place.Block, place.Context, runner, cancel).ConfigureAwait(false);
        }
        catch (InterpException) when (place.Block.Prompt.Text.Length <= LongestPrompt)
        {
            // The answer, which is due next, says why.
            return;
        }

        if (limits is not null && limits.Length > limits.Model.Context)
        {
            throw Prompt.TooLong(limits.Model.Name, limits.Length, limits.Model.Context);
        }

        entry.Limits = limits?.Outsiders(place.Block).Any() == true ? limits : null;
        foreach (var outcome in place.Block.Expectations.Select(expectation => ExpectationEvaluator.Outside(expectation, limits)).OfType<ExpectationOutcome>())
        {
            entry.Keep(outcome);
        }

        entry.IsMeasured = true;
    }

    /// <summary>The request whose last row is the model's own answer at the block's position, target and contrast beside it.</summary>
    public static LensRequest AnswerRequest(PromptBlock block, BlockContext context)
    {
        return BlockMembers.Ask(new LensRequest { Method = "lens", Mode = "perLayer", Positions = [block.Position], Top = TokenCourses.Words, Target = block.Target, Contrast = block.Contrast }, block, context);
    }

    private Entry EntryOf(BlockPlace place)
    {
        var key = KeyOf(place);
        var entry = known.Find(key) ?? new Entry();
        known.Keep(key, entry);
        return entry;
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

        /// <summary>Kept where a directive goes beyond them.</summary>
        public ModelLimits? Limits { get; set; }

        public bool HasOutcomes
        {
            get
            {
                lock (outcomes)
                {
                    return outcomes.Count > 0;
                }
            }
        }

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
