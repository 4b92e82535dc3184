using System.Text.Json;
using Interp.Contracts;
using Interp.Daemon.Documents;

namespace Interp.Daemon.Language;

/// <summary>What <c>interp/document</c> and <c>interp/runExpectations</c> say.</summary>
internal sealed class DocumentReader(IRequestRunner runner, BlockReadings readings, Func<LanguageSettings> settings)
{
    /// <summary>The document with what is known of it; the block at a position gets its tokens.</summary>
    /// <exception cref="InterpException">What keeps the tokens from being read.</exception>
    public async Task<DocumentResult> ReadAsync(OpenDocument document, TextPosition? position, CancellationToken cancel)
    {
        var at = position is TextPosition place ? document.Document.BlockAt(place) : null;
        var tokens = at is null ? null : await TokensAsync(new BlockPlace(document, at), cancel).ConfigureAwait(false);
        return new DocumentResult
        {
            Version = document.Version,
            Blocks = [.. document.Document.Blocks.Select(block => Of(document, block, block == at ? tokens : null))],
            Problems = [.. DocumentProblems.Of(document, readings).Select(problem => new DocumentProblemResult { Range = problem.Range, Message = problem.Message, Hint = problem.Hint })],
        };
    }

    /// <summary>Evaluates the expectations of the block at a position, or of all blocks, scores included.</summary>
    public async Task<DocumentResult> RunAsync(OpenDocument document, TextPosition? position, CancellationToken cancel)
    {
        var only = position is TextPosition place ? document.Document.BlockAt(place) : null;
        foreach (var block in document.Document.Blocks.Where(block => (only is null || block == only) && block.Expectations.Any()))
        {
            await readings.ReadAsync(new BlockPlace(document, block), withScores: true, cancel).ConfigureAwait(false);
        }

        return await ReadAsync(document, null, cancel).ConfigureAwait(false);
    }

    private DocumentBlockResult Of(OpenDocument document, PromptBlock block, IReadOnlyList<DocumentToken>? tokens)
    {
        IReadOnlyList<ExpectationOutcome?> outcomes = block.Expectations.Any() ? readings.Known(new BlockPlace(document, block)).Outcomes : [];
        return new DocumentBlockResult
        {
            Name = block.Name,
            Range = block.Range,
            PromptRange = block.Prompt.Range,
            Request = BlockMembers.Common(block, new BlockContext { Folder = document.Folder }),
            Expectations = [.. block.Expectations.Zip(outcomes, Of)],
            Tokens = tokens,
        };
    }

    private static DocumentExpectation Of(Expectation expectation, ExpectationOutcome? outcome) => new()
    {
        Range = expectation.Range,
        Expression = expectation.Expression,
        Value = outcome switch
        {
            { Token: { } token } => Element(JsonStrings.Of(token)),
            { Number: double number } => Element(number.ToString("R", System.Globalization.CultureInfo.InvariantCulture)),
            _ => null,
        },
        Met = outcome?.Met,
    };

    private static JsonElement Element(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    private async Task<IReadOnlyList<DocumentToken>> TokensAsync(BlockPlace place, CancellationToken cancel)
    {
        BlockTrust.Check(place.Block, settings());
        var common = BlockMembers.Common(place.Block, place.Context);
        var result = await runner.RunAsync(new TokenizeRequest { Method = "tokenize", Model = common.Model, Text = common.Text }, cancel).ConfigureAwait(false);
        return [.. (result.Tokens ?? []).Select(token => new DocumentToken { Id = token.Id, Text = token.Text, Range = TokenFinder.RangeOf(token, place.Block.Prompt) })];
    }
}
