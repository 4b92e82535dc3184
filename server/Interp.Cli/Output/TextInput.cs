using System.Text;
using System.Text.Unicode;
using Interp.Contracts;

namespace Interp.Cli.Output;

/// <summary>Reads text from files and streams: strict UTF-8, without a byte order mark.</summary>
internal static class TextInput
{
    /// <summary>The text of a file.</summary>
    /// <exception cref="InterpException">FileProblem with path and reason.</exception>
    public static string ReadFile(string path) => Decode(ReadBytes(path), path);

    /// <summary>The bytes of a file.</summary>
    /// <exception cref="InterpException">FileProblem with path and reason.</exception>
    public static byte[] ReadBytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw FileProblems.Of("read", path, failure);
        }
    }

    /// <summary>All bytes of a stream that may never end; cancelled at once.</summary>
    public static byte[] ReadBytes(Stream stream, CancellationToken cancel)
    {
        using var copy = new MemoryStream();
        var reading = Task.Factory.StartNew(() => stream.CopyTo(copy), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        reading.Wait(cancel);
        return copy.ToArray();
    }

    /// <summary>The text that <paramref name="bytes"/> spell.</summary>
    /// <exception cref="InterpException">FileProblem with the first wrong byte.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes, string source)
    {
        if (!Utf8.IsValid(bytes))
        {
            throw new InterpException(
                ErrorKind.FileProblem,
                $"{source} is no valid UTF-8: the byte at offset {ValidLength(bytes)} belongs to no character.",
                "Save it as UTF-8.",
                new() { ["path"] = source, ["offset"] = ValidLength(bytes) });
        }

        return Encoding.UTF8.GetString(WithoutMark(bytes));
    }

    /// <summary>The bytes without a byte order mark.</summary>
    public static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> bytes) => bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;

    private static int ValidLength(ReadOnlySpan<byte> bytes)
    {
        var valid = 0;
        while (valid < bytes.Length && Rune.DecodeFromUtf8(bytes[valid..], out _, out var length) == System.Buffers.OperationStatus.Done)
        {
            valid += length;
        }

        return valid;
    }
}
