using System.Globalization;
using System.Text;

namespace Interp.Daemon.Wire;

/// <summary>Cuts a stream into the frames of the language server protocol: header lines, an empty line, content of the length that the header gives.</summary>
internal sealed class FrameReader(Stream stream)
{
    /// <summary>Longest content that is taken, in bytes.</summary>
    public const int LongestContent = 32 << 20;

    /// <summary>So much of a refused frame is kept, to find its id.</summary>
    private const int KeptBeginning = 64 << 10;
    private const int LongestHeader = 8 << 10;
    private const long LongestSkip = 1L << 30;

    private readonly byte[] buffer = new byte[64 << 10];
    private int next;
    private int end;

    /// <summary>The next frame; null at the end of the stream. Waits for it.</summary>
    public Frame? Read()
    {
        var header = new FrameHeader();
        if (ReadHeader(header) is { } ending)
        {
            return ending.Fault is null ? null : ending;
        }

        if (header.Length is not long length)
        {
            return new Frame(default, "a header without Content-Length", IsLast: true);
        }

        if (length > LongestSkip)
        {
            return new Frame(default, $"a frame of {length} bytes", IsLast: true);
        }

        if (length > LongestContent)
        {
            var beginning = Take(KeptBeginning, length);
            return beginning is null ? Half() : new Frame(beginning, $"a frame of {length} bytes; at most {LongestContent} are taken");
        }

        var content = Take((int)length, length);
        return content is null ? Half() : new Frame(content, header.Charset is null ? null : $"text in {header.Charset}; only UTF-8 is read");
    }

    private static Frame Half() => new(default, "the end of input within a frame", IsLast: true);

    /// <summary>Null when the header is complete; else what ended it: nothing (a frame without fault) or a fault.</summary>
    private Frame? ReadHeader(FrameHeader header)
    {
        var line = new StringBuilder();
        for (var read = 0; read < LongestHeader; read++)
        {
            if (!Fill())
            {
                return read == 0 ? new Frame(default) : Half();
            }

            var value = (char)buffer[next++];
            if (value != '\n')
            {
                line.Append(value);
                continue;
            }

            var text = line.ToString().TrimEnd('\r');
            line.Clear();
            if (text.Length == 0)
            {
                return null;
            }

            if (header.Add(text) is { } fault)
            {
                return new Frame(default, fault, IsLast: true);
            }
        }

        return new Frame(default, "a header that does not end", IsLast: true);
    }

    /// <summary>The first <paramref name="kept"/> bytes of the next <paramref name="length"/>; the rest is passed over. Null when the stream ends before.</summary>
    private byte[]? Take(int kept, long length)
    {
        var content = new byte[kept];
        var taken = 0L;
        while (taken < length)
        {
            if (!Fill())
            {
                return null;
            }

            var some = (int)Math.Min(end - next, length - taken);
            if (taken < kept)
            {
                var useful = (int)Math.Min(some, kept - taken);
                buffer.AsSpan(next, useful).CopyTo(content.AsSpan((int)taken));
            }

            next += some;
            taken += some;
        }

        return content;
    }

    private bool Fill()
    {
        if (next < end)
        {
            return true;
        }

        next = 0;
        end = stream.Read(buffer);
        return end > 0;
    }
}

/// <summary>The header of a frame.</summary>
internal sealed class FrameHeader
{
    /// <summary>Content-Length.</summary>
    public long? Length { get; private set; }

    /// <summary>The charset where it is not UTF-8.</summary>
    public string? Charset { get; private set; }

    /// <summary>Takes a line; gives what is wrong with it, or null.</summary>
    public string? Add(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || line.AsSpan(0, colon).ContainsAnyExcept(TokenCharacters))
        {
            return "a line that is no header";
        }

        var value = line[(colon + 1)..].Trim();
        if (line.AsSpan(0, colon).Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
        {
            if (!long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var length) || (Length is { } before && before != length))
            {
                return "a Content-Length that is no number of bytes";
            }

            Length = length;
        }
        else if (line.AsSpan(0, colon).Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
        {
            Charset = CharsetOf(value);
        }

        return null;
    }

    private static readonly System.Buffers.SearchValues<char> TokenCharacters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private static string? CharsetOf(string contentType)
    {
        const string key = "charset=";
        var at = contentType.IndexOf(key, StringComparison.OrdinalIgnoreCase);
        var name = at < 0 ? "utf-8" : contentType[(at + key.Length)..].Split(';')[0].Trim().Trim('"');
        return name.ToUpperInvariant() is "UTF-8" or "UTF8" ? null : name;
    }
}
