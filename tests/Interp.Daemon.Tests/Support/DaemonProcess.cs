using System.Diagnostics;
using System.Text.Json;
using StreamJsonRpc;

namespace Interp.Daemon.Tests.Support;

/// <summary>The real daemon as a process, spoken to over its pipes.</summary>
internal sealed class DaemonProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly JsonRpc rpc;

    private DaemonProcess(Process process)
    {
        this.process = process;
        rpc = new JsonRpc(new HeaderDelimitedMessageHandler(process.StandardInput.BaseStream, process.StandardOutput.BaseStream, new SystemTextJsonFormatter()));
        rpc.StartListening();
    }

    /// <summary>The built program.</summary>
    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "interp.exe" : "interp");

    /// <summary>Starts one that is ready to serve.</summary>
    public static async Task<DaemonProcess> StartAsync()
    {
        var start = new ProcessStartInfo(Program, ["serve"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        var daemon = new DaemonProcess(Process.Start(start) ?? throw new InvalidOperationException("The daemon did not start."));
        await daemon.CallAsync("initialize", JsonSerializer.SerializeToElement(new { capabilities = new { } })).ConfigureAwait(false);
        return daemon;
    }

    /// <summary>The answer to a request.</summary>
    /// <exception cref="RemoteInvocationException">It was refused.</exception>
    public Task<JsonElement> CallAsync(string method, JsonElement arguments) => rpc.InvokeWithParameterObjectAsync<JsonElement>(
        method, arguments.EnumerateObject().ToDictionary(member => member.Name, member => (object?)member.Value));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync().ConfigureAwait(false);
        rpc.Dispose();
        process.Dispose();
    }
}
