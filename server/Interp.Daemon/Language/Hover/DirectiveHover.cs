using System.Globalization;
using System.Text;
using Interp.Contracts;
using Interp.Daemon.Documents;
using Interp.Daemon.Language.Protocol;
using Interp.Figures;

namespace Interp.Daemon.Language;

/// <summary>What a directive means, and its value now.</summary>
internal static class DirectiveHover
{
    /// <summary>The hover of a directive; null for an unknown one, which has a diagnostic.</summary>
    public static Hover? Of(Directive directive, OpenDocument document, BlockReadings readings, HoverFormat format)
    {
        if (directive.Info is not { } info)
        {
            return null;
        }

        var now = document.Document.BlocksOf(directive).Select(block => Now(directive, block, readings.Known(new BlockPlace(document, block)))).FirstOrDefault(text => text is not null);
        var lines = new List<string> { info.Meaning, $"Value: {info.Syntax}. Without it: {info.Otherwise}." };
        if (now is not null)
        {
            lines.Add($"Now: {now}");
        }

        var text = new StringBuilder();
        if (format == HoverFormat.Plain)
        {
            text.Append(CultureInfo.InvariantCulture, $"@{info.Word}\n").AppendJoin('\n', lines);
            return new Hover(new MarkupContent("plaintext", text.ToString()), directive.Range);
        }

        text.Append(CultureInfo.InvariantCulture, $"**@{info.Word}**\n\n").AppendJoin("\n\n", lines.Select(MarkupText.Escape));
        return new Hover(new MarkupContent("markdown", text.ToString()), directive.Range);
    }

    private static string? Now(Directive directive, PromptBlock block, BlockReading reading) => directive.Value switch
    {
        ExpectationValue { Expectation: var expectation } => Outcome(block, reading, expectation),
        TokenChoiceValue => Followed(directive.Info?.Name == DirectiveName.Target ? Last(reading)?.Target : Last(reading)?.Contrast, reading),
        NumberValue number when directive.Info?.Name == DirectiveName.Position && reading.Answer is { Tokens: { } tokens } answer =>
            $"{number.Number} is position {answer.Positions[0]}, the token {TokenLabel.Of(tokens[answer.Positions[0]].Text, TokenLabel.PictureLength)}.",
        TextValue text when directive.Info?.Name == DirectiveName.Model && reading.Answer?.Model is { } model =>
            $"{Shown.Short(text.Text)}: {model.Family}, {model.Layers} layers, width {model.Width}, {NumberText.Count(model.Vocabulary ?? 0)} tokens.",
        TextValue or InlineJsonValue or LayersValue or NumberValue or MemberValue => Shown.Short(directive.Text),
        _ => null,
    };

    private static LensCell? Last(BlockReading reading) => reading.Answer?.Cells[0][^1];

    private static string? Followed(TokenRank? token, BlockReading reading) => token is null
        ? reading.Failure?.Message
        : $"{TokenLabel.Of(token.Text, TokenLabel.PictureLength)} (token {token.Id}) has rank {NumberText.Count(token.Rank)} and probability {NumberText.PercentWithUnit(token.Prob)}.";

    private static string Outcome(PromptBlock block, BlockReading reading, Expectation expectation)
    {
        var index = block.Expectations.ToList().IndexOf(expectation);
        return reading.Outcomes[index] switch
        {
            { Met: true } outcome => $"{outcome.ValueText}, as expected.",
            { } outcome => outcome.Message,
            null when expectation.IsScore => "not evaluated yet; scores are evaluated by Explain and by Run Expectations.",
            null => reading.Failure?.Message ?? "not evaluated yet.",
        };
    }
}
