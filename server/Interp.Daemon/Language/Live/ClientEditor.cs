using System.Text.Json;
using Interp.Daemon.Language.Protocol;
using Interp.Daemon.Methods;

namespace Interp.Daemon.Language;

/// <summary>The editor behind the connection.</summary>
internal sealed class ClientEditor(IClient client) : IEditor
{
    private bool refreshesLenses;
    private bool refreshesHints;

    /// <summary>Reads what the client can be asked for.</summary>
    public void Learn(JsonElement capabilities)
    {
        refreshesLenses = Supports(capabilities, "codeLens");
        refreshesHints = Supports(capabilities, "inlayHint");
    }

    /// <inheritdoc/>
    public Task PublishAsync(string uri, int version, IReadOnlyList<Diagnostic> diagnostics) =>
        client.NotifyAsync("textDocument/publishDiagnostics", new PublishDiagnosticsParams(uri, version, diagnostics), LanguageJsonContext.Default.PublishDiagnosticsParams);

    /// <inheritdoc/>
    public async Task RefreshAsync(CancellationToken cancel)
    {
        if (refreshesLenses)
        {
            await client.AskAsync("workspace/codeLens/refresh").ConfigureAwait(false);
        }

        if (refreshesHints)
        {
            await client.AskAsync("workspace/inlayHint/refresh").ConfigureAwait(false);
        }
    }

    private static bool Supports(JsonElement capabilities, string feature) =>
        capabilities.ValueKind == JsonValueKind.Object
        && capabilities.TryGetProperty("workspace", out var workspace)
        && workspace.ValueKind == JsonValueKind.Object
        && workspace.TryGetProperty(feature, out var found)
        && found.ValueKind == JsonValueKind.Object
        && found.TryGetProperty("refreshSupport", out var refresh)
        && refresh.ValueKind == JsonValueKind.True;
}
