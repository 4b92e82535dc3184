using Interp.Analysis;
using Interp.Contracts;

namespace Interp.Daemon.Documents;

/// <summary>Compares the expectations of a block with what the model does; the same for the editor and for <c>interp test</c>.</summary>
public sealed class ExpectationEvaluator(IRequestRunner runner)
{
    /// <summary>The outcomes of <paramref name="expectations"/>, in their order.</summary>
    /// <param name="block">Whose they are.</param>
    /// <param name="context">What holds where the block says nothing.</param>
    /// <param name="expectations">Some or all of the block's.</param>
    /// <param name="limits">What the model has; null where it is not known.</param>
    /// <param name="cancel">Cancels.</param>
    /// <returns>One each; a failure that the request causes is part of the outcome.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<IReadOnlyList<ExpectationOutcome>> EvaluateAsync(
        PromptBlock block, BlockContext context, IReadOnlyList<Expectation> expectations, ModelLimits? limits, CancellationToken cancel)
    {
        ExpectationOutcome?[] outside = [.. expectations.Select(expectation => Outside(expectation, limits))];
        Expectation[] within = [.. expectations.Where((_, index) => outside[index] is null)];
        var tokens = new TokenCourses(runner, block, context);
        var attention = new AttentionReader(runner, block, context);
        var scores = new ScoreReader(runner, block, context, within);
        tokens.Ask(within);
        var outcomes = new List<ExpectationOutcome>();
        foreach (var (index, expectation) in expectations.Index())
        {
            try
            {
                outcomes.Add(outside[index] ?? expectation.Measure switch
                {
                    TokenMeasure measure => OfToken(expectation, measure, await tokens.ReadAsync(measure.Token, measure.Layer is not null, cancel).ConfigureAwait(false)),
                    TopMeasure measure => OfTop(expectation, measure, await tokens.ReadAsync(expectation.Token, measure.Layer is not null, cancel).ConfigureAwait(false)),
                    AttentionMeasure measure => OfNumber(expectation, await attention.ReadAsync(measure, cancel).ConfigureAwait(false)),
                    ScoreMeasure measure => OfNumber(expectation, await scores.ReadAsync(measure.Part, cancel).ConfigureAwait(false)),
                    _ => throw new InvalidOperationException("A measure that nobody evaluates."),
                });
            }
            catch (InterpException failure)
            {
                outcomes.Add(new ExpectationOutcome { Expectation = expectation, Met = false, Failure = failure });
            }
        }

        return outcomes;
    }

    /// <summary>The outcome of an expectation that names what the model or the prompt does not have; null for others.</summary>
    public static ExpectationOutcome? Outside(Expectation expectation, ModelLimits? limits) => limits?.Check(expectation) is var (failure, place)
        ? new ExpectationOutcome { Expectation = expectation, Met = false, Failure = failure, Place = place }
        : null;

    private static ExpectationOutcome OfNumber(Expectation expectation, double value, string? detail = null)
    {
        var met = Holds(expectation, value);
        return new ExpectationOutcome { Expectation = expectation, Number = value, Met = met, Detail = met ? null : detail };
    }

    private static bool Holds(Expectation expectation, double value) => expectation.Number is double expected && expectation.Comparison.Holds(value, expected);

    private static ExpectationOutcome OfToken(Expectation expectation, TokenMeasure measure, TokenCourse course)
    {
        var cell = course.Cells[LayerOf(measure.Layer, course.Cells.Count)];
        var value = ValueOf(measure.Quantity, course.Followed(cell));
        var outcome = OfNumber(expectation, value, measure.Layer is null ? Instead(cell, measure.Quantity, course.Followed(cell)) : WhereItHolds(expectation, measure, course));
        return outcome with { Spelling = LeadingBlank.Better(measure.Token, course.Followed(cell).Prob, cell.Top) };
    }

    private static ExpectationOutcome OfTop(Expectation expectation, TopMeasure measure, TokenCourse course)
    {
        var cell = course.Cells[LayerOf(measure.Layer, course.Cells.Count)];
        var expected = course.Followed(cell);
        var met = cell.Top[0].Id == expected.Id;
        return new ExpectationOutcome
        {
            Expectation = expectation,
            Token = cell.Top[0].Text,
            Met = met,
            Spelling = LeadingBlank.Better(expectation.Token, expected.Prob, cell.Top),
            Detail = met ? null : $"{JsonStrings.Of(expected.Text)} has rank {Figures.NumberText.Count(expected.Rank)} and probability {Probability(expected)}.",
        };
    }

    private static int LayerOf(int? layer, int count) => layer is int given ? Settings.Index("layer", given, count) : count - 1;

    private static double ValueOf(TokenQuantity quantity, TokenRank token) => quantity switch
    {
        TokenQuantity.Prob => token.Prob,
        TokenQuantity.LogProb => token.LogProb,
        _ => token.Rank,
    };

    /// <summary>What the model says instead, where the token is not its answer.</summary>
    private static string Instead(LensCell cell, TokenQuantity quantity, TokenRank token) => cell.Top[0].Id == token.Id
        ? "It is the model's most probable token."
        : $"The most probable token is {JsonStrings.Of(cell.Top[0].Text)} with {Probability(cell.Top[0])}{(quantity == TokenQuantity.Rank ? "" : $"; this one has rank {Figures.NumberText.Count(token.Rank)}")}.";

    private static string Probability(TokenProbability token) => Figures.NumberText.PercentWithUnit(token.Prob);

    /// <summary>The first and the last layer after which it would hold.</summary>
    private static string WhereItHolds(Expectation expectation, TokenMeasure measure, TokenCourse course)
    {
        var held = course.Cells.Index().Select(entry => (Layer: entry.Index, Value: ValueOf(measure.Quantity, course.Followed(entry.Item)))).Where(entry => Holds(expectation, entry.Value)).ToArray();
        return held switch
        {
            [] => "It holds after no layer.",
            [var only] => $"It is {At(only)}.",
            _ => $"It is {At(held[0])} and {At(held[^1])}.",
        };

        string At((int Layer, double Value) entry) => $"{ExpectationOutcome.TextOf(measure, entry.Value)} after layer {entry.Layer}";
    }
}
