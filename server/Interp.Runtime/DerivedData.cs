using System.Buffers.Binary;
using System.Security;
using System.Security.Cryptography;
using System.Text;

namespace Interp.Runtime;

/// <summary>
/// What was computed once of a model and is kept between runs: files <c>interp/SHA256-OF-MODEL/NAME</c> in the system's cache folder.
/// Nothing depends on them: a file that is missing, damaged, of another model or of another version reads as absent and is made
/// again, and a folder that cannot be written only means that nothing is kept. Safe for use from several threads and processes.
/// </summary>
public sealed class DerivedData
{
    private const int ChecksumBytes = SHA256.HashSizeInBytes;
    private const int HeaderBytes = 8 + sizeof(int) + sizeof(long) + ChecksumBytes;
    private const string TemporaryEnding = ".tmp";
    private static ReadOnlySpan<byte> Magic => "INTERPDD"u8;

    /// <summary>Derived data in <paramref name="cacheFolder"/>; null keeps nothing.</summary>
    public DerivedData(string? cacheFolder) => Root = cacheFolder is null ? null : Path.Combine(Path.GetFullPath(cacheFolder), "interp");

    /// <summary>Derived data in the system's cache folder, see <see cref="CacheFolder"/>.</summary>
    public static DerivedData OfSystem() => new(CacheFolder.Find());

    /// <summary>The folder that holds one folder per model; null where there is none.</summary>
    public string? Root { get; }

    /// <summary>The content that was written under the same model, name and version, or null.</summary>
    /// <param name="sha256">Of the model, 64 hexadecimal digits.</param>
    /// <param name="name">A plain file name.</param>
    /// <param name="version">Of the content's format.</param>
    public byte[]? Read(string sha256, string name, int version)
    {
        if (PathOf(sha256, name) is not { } path)
        {
            return null;
        }

        try
        {
            return File.Exists(path) ? Unwrap(File.ReadAllBytes(path), sha256, name, version) : null;
        }
        catch (Exception problem) when (IsFileProblem(problem))
        {
            return null;
        }
    }

    /// <summary>Keeps <paramref name="content"/>, in place of what was kept under the same model and name. A folder that cannot be written is no error.</summary>
    /// <param name="sha256">Of the model, 64 hexadecimal digits.</param>
    /// <param name="name">A plain file name.</param>
    /// <param name="version">Of the content's format.</param>
    /// <param name="content">Any bytes.</param>
    /// <returns>True if it was kept.</returns>
    public bool Write(string sha256, string name, int version, ReadOnlySpan<byte> content)
    {
        if (PathOf(sha256, name) is not { } path)
        {
            return false;
        }

        var temporary = $"{path}.{Guid.NewGuid():N}{TemporaryEnding}";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? path);
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                stream.Write(Header(sha256, name, version, content));
                stream.Write(content);
            }

            // Readers see the old file or the whole new one, never a part of it.
            File.Move(temporary, path, overwrite: true);
            return true;
        }
        catch (Exception problem) when (IsFileProblem(problem))
        {
            TryDelete(temporary);
            return false;
        }
    }

    /// <summary>Removes everything that was kept, of all models. Files and folders of other names are left alone.</summary>
    /// <param name="dryRun">True to remove nothing and only say what would be.</param>
    /// <returns>Path and size of each file that was removed, by path.</returns>
    public IReadOnlyList<(string Path, long Bytes)> Clean(bool dryRun = false)
    {
        var removed = new List<(string Path, long Bytes)>();
        if (Root is null || !Directory.Exists(Root))
        {
            return removed;
        }

        foreach (var folder in Directory.EnumerateDirectories(Root).Where(folder => IsHash(Path.GetFileName(folder))).Order(StringComparer.Ordinal))
        {
            foreach (var file in new DirectoryInfo(folder).EnumerateFiles().OrderBy(file => file.FullName, StringComparer.Ordinal))
            {
                var bytes = file.Length;
                if (dryRun || TryDelete(file.FullName))
                {
                    removed.Add((file.FullName, bytes));
                }
            }

            if (!dryRun)
            {
                TryDeleteEmptyFolder(folder);
            }
        }

        return removed;
    }

    private string? PathOf(string sha256, string name)
    {
        if (!IsHash(sha256))
        {
            throw new ArgumentException("Not 64 lowercase hexadecimal digits.", nameof(sha256));
        }

        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') || name[0] == '.' || name.EndsWith(TemporaryEnding, StringComparison.Ordinal))
        {
            throw new ArgumentException("Not a plain file name.", nameof(name));
        }

        return Root is null ? null : Path.Combine(Root, sha256, name);
    }

    private static bool IsHash(string text) => text.Length == 2 * ChecksumBytes && text.All(char.IsAsciiHexDigitLower);

    /// <summary>Magic, version, length, checksum.</summary>
    private static byte[] Header(string sha256, string name, int version, ReadOnlySpan<byte> content)
    {
        var header = new byte[HeaderBytes];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), version);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(12), content.Length);
        Checksum(sha256, name, header.AsSpan(0, HeaderBytes - ChecksumBytes), content, header.AsSpan(HeaderBytes - ChecksumBytes));
        return header;
    }

    private static byte[]? Unwrap(byte[] file, string sha256, string name, int version)
    {
        if (file.Length < HeaderBytes)
        {
            return null;
        }

        var content = file.AsSpan(HeaderBytes);
        return file.AsSpan(0, HeaderBytes).SequenceEqual(Header(sha256, name, version, content)) ? content.ToArray() : null;
    }

    /// <summary>Covers the key too, so that a file copied from another model's folder or renamed is foreign.</summary>
    private static void Checksum(string sha256, string name, ReadOnlySpan<byte> head, ReadOnlySpan<byte> content, Span<byte> checksum)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(sha256 + "/" + name));
        hash.AppendData(head);
        hash.AppendData(content);
        hash.GetHashAndReset(checksum);
    }

    private static bool IsFileProblem(Exception problem) =>
        problem is IOException or UnauthorizedAccessException or SecurityException or NotSupportedException;

    private static bool TryDelete(string path)
    {
        try
        {
            File.Delete(path);
            return true;
        }
        catch (Exception problem) when (IsFileProblem(problem))
        {
            return false;
        }
    }

    private static void TryDeleteEmptyFolder(string folder)
    {
        try
        {
            Directory.Delete(folder);
        }
        catch (Exception problem) when (IsFileProblem(problem))
        {
            // It holds what is not ours or cannot be removed: it stays.
        }
    }
}
