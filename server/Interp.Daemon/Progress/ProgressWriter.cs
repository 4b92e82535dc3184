using System.Globalization;
using System.Text.Json;
using Interp.Analysis;
using Interp.Daemon.Methods;
using Interp.Daemon.Wire;

namespace Interp.Daemon.Progress;

/// <summary>
/// Progress of one request as <c>$/progress</c>: at most ten messages a second, partial records gathered and none dropped, everything
/// before the response. While a message waits for a slow reader, nothing else is sent.
/// </summary>
internal sealed class ProgressWriter
{
    public const string WorkDoneToken = "workDoneToken";
    public const string PartialResultToken = "partialResultToken";
    private const int MostPerSecond = 10;

    private readonly IClient client;
    private readonly TimeProvider time;
    private readonly string title;
    private readonly JsonElement? workDone;
    private readonly JsonElement? partial;
    private readonly Lock gate = new();
    private readonly TaskCompletionSource finishing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<RawJson> records = [];
    private AnalysisProgress? latest;
    private Task? pump;
    private bool begun;
    private bool closed;

    private ProgressWriter(string title, JsonElement? workDone, JsonElement? partial, IClient client, TimeProvider time)
    {
        this.time = time;
        this.title = title;
        this.workDone = workDone;
        this.partial = partial;
        this.client = client;
    }

    /// <summary>True where partial results are asked for.</summary>
    public bool WantsPartials => partial is not null;

    /// <summary>The writer for the tokens of a request; null where it has none.</summary>
    public static ProgressWriter? Of(string method, JsonElement arguments, IClient client, TimeProvider? time = null)
    {
        var (workDone, partial) = (Token(arguments, WorkDoneToken), Token(arguments, PartialResultToken));
        return workDone is null && partial is null ? null : new ProgressWriter(method, workDone, partial, client, time ?? TimeProvider.System);
    }

    /// <summary>Says how far the work is; what is not sent yet is replaced.</summary>
    public void Report(AnalysisProgress progress)
    {
        lock (gate)
        {
            latest = progress;
            Pump();
        }
    }

    /// <summary>Sends a partial record.</summary>
    public void Add(RawJson record)
    {
        lock (gate)
        {
            if (partial is not null)
            {
                records.Add(record);
                Pump();
            }
        }
    }

    /// <summary>Ends: what is gathered is sent (or not, by <paramref name="flush"/>), and nothing comes after.</summary>
    public async Task FinishAsync(bool flush)
    {
        Task? running;
        lock (gate)
        {
            closed = true;
            if (!flush)
            {
                records = [];
                latest = null;
            }

            running = pump;
        }

        finishing.TrySetResult();
        if (running is not null)
        {
            await running.ConfigureAwait(false);
        }

        if (begun)
        {
            await SendAsync(workDone, Message(writer => writer.WriteString("kind"u8, "end"u8))).ConfigureAwait(false);
        }
    }

    private static JsonElement? Token(JsonElement arguments, string member) =>
        arguments.TryGetProperty(member, out var token) && token.ValueKind is JsonValueKind.String or JsonValueKind.Number ? token : null;

    private void Pump()
    {
        if (!closed && pump is null or { IsCompleted: true })
        {
            pump = Task.Run(PumpAsync);
        }
    }

    private async Task PumpAsync()
    {
        var pause = TimeSpan.FromSeconds((workDone is null || partial is null ? 1.0 : 2.0) / MostPerSecond);
        while (true)
        {
            List<RawJson> some;
            AnalysisProgress? progress;
            lock (gate)
            {
                (some, progress) = (records, latest);
                (records, latest) = ([], null);
                if (some.Count == 0 && progress is null)
                {
                    // The next report begins a new pump; it finds this one done only after the pause, which keeps the pace.
                    pump = null;
                    return;
                }
            }

            if (progress is not null && workDone is not null)
            {
                await SendAsync(workDone, Message(writer => Describe(writer, progress))).ConfigureAwait(false);
            }

            if (some.Count > 0)
            {
                await SendAsync(partial, ArrayOf(some)).ConfigureAwait(false);
            }

            await Task.WhenAny(Task.Delay(pause, time), finishing.Task).ConfigureAwait(false);
        }
    }

    private void Describe(Utf8JsonWriter writer, AnalysisProgress progress)
    {
        writer.WriteString("kind"u8, begun ? "report"u8 : "begin"u8);
        if (!begun)
        {
            writer.WriteString("title"u8, title);
            begun = true;
        }

        writer.WriteString("message"u8, string.Create(CultureInfo.InvariantCulture, $"{progress.Stage} {progress.Done} of {progress.Total}"));
        writer.WriteNumber("percentage"u8, progress.Total > 0 ? (int)(100 * progress.Done / progress.Total) : 0);
    }

    private Task SendAsync(JsonElement? token, RawJson value) =>
        token is null ? Task.CompletedTask : client.NotifyAsync("$/progress", new Dictionary<string, object?> { ["token"] = token, ["value"] = value });

    private static RawJson Message(Action<Utf8JsonWriter> members)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return new RawJson(buffer.ToArray());
    }

    private static RawJson ArrayOf(List<RawJson> records)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (var record in records)
            {
                writer.WriteRawValue(record.Utf8.Span, skipInputValidation: true);
            }

            writer.WriteEndArray();
        }

        return new RawJson(buffer.ToArray());
    }
}
