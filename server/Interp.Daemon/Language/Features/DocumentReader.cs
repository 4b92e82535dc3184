using System.Text.Json;
using Interp.Analysis;
using Interp.Contracts;
using Interp.Daemon.Documents;

namespace Interp.Daemon.Language;

/// <summary>What <c>interp/document</c> and <c>interp/runExpectations</c> say.</summary>
internal sealed class DocumentReader(IRequestRunner runner, BlockReadings readings, Func<LanguageSettings> settings)
{
    /// <summary>The document with what is known of it; the block that is asked for gets its tokens.</summary>
    /// <exception cref="InterpException">OutOfRange, or what keeps the tokens from being read.</exception>
    public Task<DocumentResult> ReadAsync(OpenDocument document, DocumentRequest request, CancellationToken cancel) => ReadAsync(document, request, withTokens: true, cancel);

    /// <summary>Evaluates the expectations of the block at a position, or of all blocks that an editor shows, scores included.</summary>
    /// <exception cref="InterpException">OutOfRange.</exception>
    public async Task<DocumentResult> RunAsync(OpenDocument document, DocumentRequest request, CancellationToken cancel)
    {
        var only = BlockOf(document, request);
        foreach (var block in only is null ? LiveBlocks.Of(document) : [only])
        {
            if (block.Expectations.Any())
            {
                await readings.ReadAsync(new BlockPlace(document, block), withScores: true, cancel).ConfigureAwait(false);
            }
        }

        return await ReadAsync(document, request, withTokens: false, cancel).ConfigureAwait(false);
    }

    private async Task<DocumentResult> ReadAsync(OpenDocument document, DocumentRequest request, bool withTokens, CancellationToken cancel)
    {
        var (first, count) = RangeOf(document, request);
        var asked = withTokens ? BlockOf(document, request) : null;
        var tokens = asked is null ? null : await TokensAsync(new BlockPlace(document, asked), cancel).ConfigureAwait(false);
        var blocks = document.Document.Blocks;
        return new DocumentResult
        {
            Version = document.Version,
            Count = blocks.Count,
            First = first,
            Blocks = [.. blocks.Skip(first).Take(count).Select(block => Of(document, block, block == asked ? tokens : null))],
            Problems = [.. DocumentProblems.Of(document, readings).Select(problem => new DocumentProblemResult { Range = problem.Range, Message = problem.Message, Hint = problem.Hint })],
        };
    }

    /// <summary>The block that a request asks for; null where it asks for none or there is none.</summary>
    private static PromptBlock? BlockOf(OpenDocument document, DocumentRequest request) => request switch
    {
        { Block: int number } => document.Document.Blocks.ElementAtOrDefault(number),
        { Position: TextPosition position } => document.Document.BlockAt(position),
        _ => null,
    };

    /// <summary>The blocks of the answer: few enough that it stays small in a document of very many.</summary>
    private static (int First, int Count) RangeOf(OpenDocument document, DocumentRequest request)
    {
        var count = request.Count ?? LiveBlocks.Most;
        if (count is < 1 or > LiveBlocks.Most)
        {
            throw Settings.OutOfRange("count", count, 1, LiveBlocks.Most);
        }

        if (request.Block is < 0 and var number)
        {
            throw Settings.OutOfRange("block", number, 0, Math.Max(0, document.Document.Blocks.Count - 1));
        }

        var asked = request switch
        {
            { Block: int block } => block,
            { Position: TextPosition position } => document.Document.LastBefore(position),
            _ => 0,
        };
        return (asked < count ? 0 : asked, count);
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
        var result = await runner.RunAsync(BlockMembers.AskTokens(place.Block, place.Context), cancel).ConfigureAwait(false);
        return [.. (result.Tokens ?? []).Select(token => new DocumentToken { Id = token.Id, Text = token.Text, Range = TokenFinder.RangeOf(token, place.Block.Prompt) })];
    }
}
