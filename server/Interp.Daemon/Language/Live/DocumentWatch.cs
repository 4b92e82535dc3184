using System.Collections.Concurrent;
using Interp.Daemon.Documents;
using Interp.Daemon.Lanes;

namespace Interp.Daemon.Language;

/// <summary>Follows documents as they change: after a pause in typing it reads what is new and tells the editor.</summary>
internal sealed class DocumentWatch(BlockReadings readings, IEditor editor, Attention attention, TimeProvider time)
{
    /// <summary>The pause in typing.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Blocks that are read without being asked for.</summary>
    public const int MostBlocks = 64;

    private readonly ConcurrentDictionary<string, CancellationTokenSource> watched = new(StringComparer.Ordinal);

    /// <summary>The document has changed, or its settings have.</summary>
    /// <returns>Completes when everything is told, or a later change takes over.</returns>
    public async Task ChangedAsync(OpenDocument document)
    {
        using var source = new CancellationTokenSource();
        Replace(document.Uri, source);
        try
        {
            await Task.Delay(Pause, time, source.Token).ConfigureAwait(false);
            await FollowAsync(document, source.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // A later text is being read.
        }
        finally
        {
            watched.TryRemove(new KeyValuePair<string, CancellationTokenSource>(document.Uri, source));
        }
    }

    /// <summary>The document is closed: its problems go.</summary>
    public Task ClosedAsync(OpenDocument document)
    {
        Replace(document.Uri, null);
        return editor.PublishAsync(document.Uri, document.Version, []);
    }

    /// <summary>Tells what is known now.</summary>
    public Task TellAsync(OpenDocument document) =>
        editor.PublishAsync(document.Uri, document.Version, [.. DocumentProblems.Of(document, readings).Select(DocumentProblems.AsDiagnostic)]);

    private async Task FollowAsync(OpenDocument document, CancellationToken cancel)
    {
        await TellAsync(document).ConfigureAwait(false);
        if (document.Kind == DocumentKind.Prompt)
        {
            return;
        }

        BlockPlace[] open = [.. document.Document.Blocks.Take(MostBlocks)
            .Where(block => block.Prompt.Text.Length > 0 && !block.IsBroken)
            .Select(block => new BlockPlace(document, block))
            .Where(readings.IsOpen)];
        await MeasureAsync(document, open, cancel).ConfigureAwait(false);
        foreach (var place in open)
        {
            await attention.PassAsync(cancel).ConfigureAwait(false);
            await readings.ReadAsync(place, withScores: false, cancel).ConfigureAwait(false);
            await TellAsync(document).ConfigureAwait(false);
            await editor.RefreshAsync(cancel).ConfigureAwait(false);
        }

        if (open.Length == 0)
        {
            await editor.RefreshAsync(cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Tells what can be told without weights, before those are waited for.</summary>
    private async Task MeasureAsync(OpenDocument document, IEnumerable<BlockPlace> open, CancellationToken cancel)
    {
        var found = false;
        foreach (var place in open)
        {
            await attention.PassAsync(cancel).ConfigureAwait(false);
            found |= await readings.MeasureAsync(place, cancel).ConfigureAwait(false);
        }

        if (found)
        {
            await TellAsync(document).ConfigureAwait(false);
        }
    }

    private void Replace(string uri, CancellationTokenSource? source)
    {
        CancellationTokenSource? earlier = null;
        if (source is null)
        {
            watched.TryRemove(uri, out earlier);
        }
        else
        {
            watched.AddOrUpdate(uri, source, (_, old) =>
            {
                earlier = old;
                return source;
            });
        }

        try
        {
            earlier?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself just now.
        }
    }
}
