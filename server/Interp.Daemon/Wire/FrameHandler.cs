using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using Interp.Daemon.Life;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;

namespace Interp.Daemon.Wire;

/// <summary>
/// Reads and writes frames. Standard input is read by a thread of its own; what is no message of the protocol is answered or passed over
/// here, so that the library only sees what it can serve.
/// </summary>
internal sealed class FrameHandler : MessageHandlerBase
{
    private const int FramesAhead = 16;
    private readonly Stream output;
    private readonly ILink link;
    private readonly DaemonLog log;
    // With true for the request to shut down.
    private readonly ConcurrentDictionary<MessageId, bool> received = new();
    private readonly ConcurrentDictionary<MessageId, byte> sent = new();
    private readonly ArrayBufferWriter<byte> pending = new();
    private readonly Channel<Frame> frames = Channel.CreateBounded<Frame>(new BoundedChannelOptions(FramesAhead) { SingleReader = true, SingleWriter = true });

    /// <summary>Frames of <paramref name="input"/> and <paramref name="output"/>.</summary>
    public FrameHandler(Stream input, Stream output, IJsonRpcMessageFormatter formatter, ILink link, DaemonLog log)
        : base(formatter)
    {
        this.output = output;
        this.link = link;
        this.log = log;
        new Thread(() => ReadAll(new FrameReader(input))) { IsBackground = true, Name = "interp input" }.Start();
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    protected override async ValueTask<JsonRpcMessage?> ReadCoreAsync(CancellationToken cancellationToken)
    {
        while (await frames.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            while (frames.Reader.TryRead(out var frame))
            {
                if (await MessageOfAsync(frame).ConfigureAwait(false) is { } message)
                {
                    return message;
                }
            }
        }

        // What still runs is cancelled and answered before the connection is closed.
        await link.InputEndedAsync().ConfigureAwait(false);
        return null;
    }

    /// <inheritdoc/>
    protected override ValueTask WriteCoreAsync(JsonRpcMessage content, CancellationToken cancellationToken)
    {
        pending.ResetWrittenCount();
        if (content is Refusal refusal)
        {
            refusal.WriteTo(pending);
        }
        else
        {
            Formatter.Serialize(pending, content);
        }

        try
        {
            NoteRequest(content);
            Send(pending.WrittenSpan);
        }
        finally
        {
            NoteAnswer(content);
        }

        if (pending.Capacity > FrameReader.LongestContent / 8)
        {
            pending.Clear();
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    protected override ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    private void ReadAll(FrameReader reader)
    {
        try
        {
            while (reader.Read() is { } frame)
            {
                while (!frames.Writer.TryWrite(frame))
                {
                    frames.Writer.WaitToWriteAsync().AsTask().GetAwaiter().GetResult();
                }

                if (frame.IsLast)
                {
                    break;
                }
            }
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            log.Write($"standard input cannot be read: {failure.Message}");
        }
        finally
        {
            frames.Writer.TryComplete();
        }
    }

    private async ValueTask<JsonRpcMessage?> MessageOfAsync(Frame frame)
    {
        if (frame.Fault is { } fault)
        {
            log.Write($"refused {fault}");
            await RefuseAsync(Envelope.IdIn(frame.Content.Span), frame.IsLast ? Envelope.ParseError : Envelope.InvalidRequest, $"The input holds {fault}.").ConfigureAwait(false);
            if (frame.IsLast)
            {
                link.Lost(fault);
            }

            return null;
        }

        var envelope = Envelope.Of(frame.Content);
        switch (envelope.Kind)
        {
            case EnvelopeKind.Refused:
                log.Write($"refused a message: {envelope.Message}");
                await RefuseAsync(envelope.Id, envelope.Code, envelope.Message).ConfigureAwait(false);
                return null;
            case EnvelopeKind.Answer when envelope.Id is null || !sent.TryRemove(envelope.Id, out _):
                log.Write("passed over an answer to no request of ours");
                return null;
            case EnvelopeKind.Call when envelope.Id is { } id && !Take(id, envelope.Method):
                log.Write("refused a request whose id is in use");
                await RefuseAsync(id, Envelope.InvalidRequest, "Another request with this id is being served.", isRepeated: true).ConfigureAwait(false);
                return null;
            default:
                return await ReadAsync(frame.Content, envelope).ConfigureAwait(false);
        }
    }

    private async ValueTask<JsonRpcMessage?> ReadAsync(ReadOnlyMemory<byte> content, Envelope envelope)
    {
        try
        {
            return Formatter.Deserialize(new ReadOnlySequence<byte>(envelope.Kind == EnvelopeKind.Call ? WithParams(content) : content));
        }
#pragma warning disable CA1031 // The library would end the connection over one message.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            log.Write("refused a message that the library cannot read", failure);
            await RefuseAsync(envelope.Id, Envelope.InvalidRequest, "The message cannot be read.").ConfigureAwait(false);
            return null;
        }
    }

    /// <summary>Params that are null or absent become an empty object: every method takes one.</summary>
    private static ReadOnlyMemory<byte> WithParams(ReadOnlyMemory<byte> content)
    {
        using var document = JsonDocument.Parse(content);
        if (document.RootElement.TryGetProperty("params", out var arguments) && arguments.ValueKind != JsonValueKind.Null)
        {
            return content;
        }

        var whole = new ArrayBufferWriter<byte>(content.Length + 16);
        using var writer = new Utf8JsonWriter(whole);
        writer.WriteStartObject();
        foreach (var member in document.RootElement.EnumerateObject().Where(member => !member.NameEquals("params"u8)))
        {
            member.WriteTo(writer);
        }

        writer.WriteStartObject("params"u8);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return whole.WrittenMemory;
    }

    /// <summary>Answers what no method can answer. The id, where it is known, is free again.</summary>
    private async ValueTask RefuseAsync(MessageId? id, int code, string message, bool isRepeated = false)
    {
        var refusal = new Refusal { Id = id, Code = code, Text = message };
        await WriteAsync(refusal, CancellationToken.None).ConfigureAwait(false);
        if (!isRepeated && id is not null)
        {
            Free(id);
        }
    }

    /// <summary>False where the id is in use.</summary>
    private bool Take(MessageId id, string? method)
    {
        var isShutdown = method == "shutdown";
        if (!received.TryAdd(id, isShutdown))
        {
            return false;
        }

        link.Asked(isShutdown);
        return true;
    }

    private void Free(MessageId id)
    {
        if (received.TryRemove(id, out var isShutdown))
        {
            link.Answered(isShutdown);
        }
    }

    private void NoteRequest(JsonRpcMessage message)
    {
        if (message is JsonRpcRequest { IsResponseExpected: true } request)
        {
            sent.TryAdd(MessageId.Of(request.RequestId), 0);
        }
    }

    private void NoteAnswer(JsonRpcMessage message)
    {
        if (message is IJsonRpcMessageWithId { RequestId.IsEmpty: false } answer and (JsonRpcResult or JsonRpcError))
        {
            Free(MessageId.Of(answer.RequestId));
        }
    }

    private void Send(ReadOnlySpan<byte> content)
    {
        Span<byte> header = stackalloc byte[40];
        "Content-Length: "u8.CopyTo(header);
        content.Length.TryFormat(header[16..], out var digits, provider: CultureInfo.InvariantCulture);
        "\r\n\r\n"u8.CopyTo(header[(16 + digits)..]);
        try
        {
            output.Write(header[..(20 + digits)]);
            output.Write(content);
            output.Flush();
        }
        catch (IOException)
        {
            link.Lost("standard output is closed");
            throw;
        }
    }
}
