using System.Collections.Concurrent;
using System.IO.Pipes;
using System.Text;
using System.Text.Json;
using Interp.Daemon.Wire;

namespace Interp.Daemon.Tests.Support;

/// <summary>A whole daemon inside the test process, spoken to in frames.</summary>
internal sealed class PipedDaemon : IDisposable
{
    private readonly AnonymousPipeServerStream toDaemon = new(PipeDirection.Out);
    private readonly AnonymousPipeServerStream fromDaemon = new(PipeDirection.In);
    private readonly CancellationTokenSource signal = new();
    private readonly BlockingCollection<JsonElement> answers = [];
    private readonly Task reading;

    /// <summary>Starts it.</summary>
    public PipedDaemon()
    {
        var input = new AnonymousPipeClientStream(PipeDirection.In, toDaemon.ClientSafePipeHandle);
        var output = new AnonymousPipeClientStream(PipeDirection.Out, fromDaemon.ClientSafePipeHandle);
        Ended = Task.Factory.StartNew(
            () =>
            {
                using (output)
                {
                    return DaemonHost.Serve(TestDaemon.Options, input, output, signal.Token);
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        reading = Task.Factory.StartNew(ReadAll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>The exit code, and whether all work was over.</summary>
    public Task<(int Code, bool IsOver)> Ended { get; }

    /// <summary>Sends a message; gives false where the daemon no longer reads.</summary>
    public bool Send(string method, string arguments, int? id = null)
    {
        var content = Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0",{{(id is int number ? $"\"id\":{number}," : "")}}"method":"{{method}}","params":{{arguments}}}""");
        try
        {
            toDaemon.Write(Encoding.ASCII.GetBytes($"Content-Length: {content.Length}\r\n\r\n"));
            toDaemon.Write(content);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>The next answer to a request.</summary>
    public JsonElement Next() => answers.Take();

    /// <summary>All answers that are left when the daemon has ended.</summary>
    public async Task<List<JsonElement>> RestAsync()
    {
        await Ended;
        await reading;
        return [.. answers.GetConsumingEnumerable()];
    }

    /// <summary>Ends its input.</summary>
    public void EndInput() => toDaemon.Dispose();

    /// <summary>Asks it to end as a signal does.</summary>
    public void Signal() => signal.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        toDaemon.Dispose();
        fromDaemon.Dispose();
        signal.Dispose();
        answers.Dispose();
    }

    private void ReadAll()
    {
        var frames = new FrameReader(fromDaemon);
        while (frames.Read() is { Fault: null } frame)
        {
            using var message = JsonDocument.Parse(frame.Content);
            if (message.RootElement.TryGetProperty("id", out _) && !message.RootElement.TryGetProperty("method", out _))
            {
                answers.Add(message.RootElement.Clone());
            }
        }

        answers.CompleteAdding();
    }
}
