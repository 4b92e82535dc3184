using Interp.Contracts;

namespace Interp.Cli.Terminal;

/// <summary>Standard output or standard error. What cannot be written, because the disk is full or the stream is closed, is told once; what follows is dropped.</summary>
/// <param name="inner">The stream of the process.</param>
/// <param name="tells">True throws at the first failure; standard error does not, there being nobody to tell.</param>
internal sealed class StandardStream(Stream inner, bool tells) : Stream
{
    /// <summary>True where nothing can be written any more.</summary>
    public bool IsLost { get; private set; }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    /// <exception cref="InterpException">FileProblem: the first failure of standard output.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (IsLost)
        {
            return;
        }

        try
        {
            inner.Write(buffer);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            IsLost = true;
            if (tells)
            {
                throw new InterpException(
                    ErrorKind.FileProblem,
                    $"Standard output cannot be written: {failure.Message.TrimEnd('.')}.",
                    "Make room where the output goes, or send it elsewhere.",
                    inner: failure);
            }
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();
}
