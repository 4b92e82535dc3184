using System.Globalization;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using Interp.Contracts;
using Interp.Models.Formats;

namespace Interp.Models;

/// <summary>SHA-256 of models and of their files, as 64 lowercase hexadecimal digits.</summary>
public static class ModelHash
{
    /// <summary>
    /// Of the <c>.gguf</c> file; of a folder: of the lines <c>NAME SHA256</c> + line feed of the files that were read, names ascending.
    /// </summary>
    /// <exception cref="InterpException">FileProblem.</exception>
    /// <exception cref="OperationCanceledException">As asked.</exception>
    public static string Compute(ModelSource source, CancellationToken cancel)
    {
        if (File.Exists(source.Path))
        {
            return OfFile(source.Path, cancel);
        }

        var lines = new StringBuilder();
        foreach (var name in source.Files.Select(file => file.Name).Order(StringComparer.Ordinal))
        {
            lines.Append(CultureInfo.InvariantCulture, $"{name} {OfFile(Path.Combine(source.Path, name), cancel)}\n");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines.ToString())));
    }

    /// <summary>Of one file.</summary>
    /// <exception cref="InterpException">FileProblem.</exception>
    /// <exception cref="OperationCanceledException">As asked.</exception>
    public static string OfFile(string path, CancellationToken cancel)
    {
        const int piece = 1 << 20;
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            var buffer = new byte[piece];
            for (var read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
            {
                cancel.ThrowIfCancellationRequested();
                hash.AppendData(buffer, 0, read);
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException or SecurityException)
        {
            throw ModelProblems.Unreadable(path, reason);
        }
    }
}
