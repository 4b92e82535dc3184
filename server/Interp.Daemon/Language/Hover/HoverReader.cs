using Interp.Contracts;
using Interp.Daemon.Documents;
using Interp.Daemon.Language.Protocol;
using StreamJsonRpc;

namespace Interp.Daemon.Language;

/// <summary>Answers hovers: what is not ready in time says so, goes on, and is there the next time.</summary>
internal sealed class HoverReader(IRequestRunner runner, BlockReadings readings, Func<LanguageSettings> settings, TimeProvider time)
{
    /// <summary>How long a person waits.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    private const int MostAtOnce = 4;
    private const int ContentModified = -32801;
    private const string OwnMode = "perLayer";
    private readonly LinkedList<CancellationTokenSource> running = new();

    /// <summary>The hover at a place, or null.</summary>
    /// <param name="document">As it was when the question came.</param>
    /// <param name="position">The place.</param>
    /// <param name="format">What the editor can show.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public async Task<Hover?> ReadAsync(OpenDocument document, TextPosition position, HoverFormat format, CancellationToken cancel)
    {
        if (!settings().HoverEnabled)
        {
            return null;
        }

        if (document.Document.DirectiveAt(position) is { } directive)
        {
            return DirectiveHover.Of(directive, document, readings, format);
        }

        if (document.Document.BlockAt(position) is not { } block || block.Prompt.OffsetOf(position) is not int offset)
        {
            return null;
        }

        var work = Begin(new BlockPlace(document, block), offset, format);
        try
        {
            return await work.WaitAsync(Patience, time, cancel).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return Note("The model is still reading this prompt. Hover again in a moment.", new TextRange(position, position), format);
        }
    }

    /// <summary>Starts the work; when too many are under way the oldest ends.</summary>
    private async Task<Hover?> Begin(BlockPlace place, int offset, HoverFormat format)
    {
        using var source = new CancellationTokenSource();
        var node = Enter(source);
        try
        {
            return await TokenAsync(place, offset, format, source.Token).ConfigureAwait(false);
        }
        catch (InterpException failure)
        {
            return Note($"{failure.Message} {failure.Hint}", place.Block.Prompt.RangeOf(offset, offset), format);
        }
        catch (OperationCanceledException) when (source.IsCancellationRequested)
        {
            throw new LocalRpcException("Later hovers took the place of this one.") { ErrorCode = ContentModified };
        }
        finally
        {
            lock (running)
            {
                // Whoever cancelled this one has taken it out.
                if (node.List is not null)
                {
                    running.Remove(node);
                }
            }
        }
    }

    private LinkedListNode<CancellationTokenSource> Enter(CancellationTokenSource source)
    {
        CancellationTokenSource? oldest = null;
        LinkedListNode<CancellationTokenSource> node;
        lock (running)
        {
            if (running.Count >= MostAtOnce)
            {
                oldest = running.First?.Value;
                running.RemoveFirst();
            }

            node = running.AddLast(source);
        }

        try
        {
            oldest?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself just now.
        }

        return node;
    }

    private async Task<Hover?> TokenAsync(BlockPlace place, int offset, HoverFormat format, CancellationToken cancel)
    {
        BlockTrust.Check(place.Block, settings());
        if (readings.Known(place).Failure is { Kind: ErrorKind.PromptTooLong } failure)
        {
            throw failure;
        }

        var tokenized = await runner.RunAsync(BlockMembers.AskTokens(place.Block, place.Context), cancel).ConfigureAwait(false);
        var tokens = tokenized.Tokens ?? [];
        if (TokenFinder.StretchAt(tokens, place.Block.Prompt.Text, offset) is not { } stretch)
        {
            return null;
        }

        var position = stretch.Last;

        // The last position is asked for as code lenses and diagnostics ask for it, so that one run serves all.
        var lens = await LensAsync(place, position == tokens.Count - 1 ? -1 : position, cancel).ConfigureAwait(false);
        var next = await NextAsync(lens, place, position, cancel).ConfigureAwait(false);
        var target = new CommandTarget { Uri = place.Document.Uri, Block = place.Block.Index, Position = position };
        var hover = TokenHoverMaker.Make(lens, next, stretch, place.Block.Prompt.Text, target, settings().HoverLayers);
        return new Hover(HoverWriter.Write(hover, format), place.Block.Prompt.RangeOf(stretch.Start, stretch.End));
    }

    private async Task<LensResult> LensAsync(BlockPlace place, int position, CancellationToken cancel)
    {
        var request = BlockReadings.AnswerRequest(place.Block, place.Context) with { Positions = [position], Mode = place.Block.Lens ?? settings().Lens };
        try
        {
            return (LensResult)await runner.RunAsync(request, cancel).ConfigureAwait(false);
        }
        catch (InterpException failure) when (failure.Kind == ErrorKind.TargetNotOneToken || failure.Facts?["member"]?.ToString() is "target" or "contrast")
        {
            // The diagnostics say what is wrong with the token; the prompt can be read all the same.
            return (LensResult)await runner.RunAsync(request with { Target = null, Contrast = null }, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>The model's own answer: the last row of its own lens, else a question of its own.</summary>
    private async Task<IReadOnlyList<TokenProbability>> NextAsync(LensResult lens, BlockPlace place, int position, CancellationToken cancel)
    {
        if (lens.Settings.Mode == OwnMode)
        {
            return [.. lens.Cells[0][^1].Top.Take(BlockReadings.Words)];
        }

        var request = BlockMembers.Ask(new ForwardRequest { Method = "forward", Positions = [position], Top = BlockReadings.Words }, place.Block, place.Context);
        var answer = (ForwardResult)await runner.RunAsync(request, cancel).ConfigureAwait(false);
        return answer.Predictions?[0].Top ?? [];
    }

    private static Hover Note(string text, TextRange range, HoverFormat format) =>
        new(format == HoverFormat.Plain ? new MarkupContent("plaintext", text) : new MarkupContent("markdown", MarkupText.Escape(text)), range);
}
