using System.Security.Cryptography;
using System.Text;
using Interp.Contracts;
using Interp.Models;

namespace Interp.Runtime;

/// <summary>The SHA-256 of a model's files, computed once for as long as paths, sizes and times stay as they are.</summary>
internal sealed class SourceHash(ModelSource source, DerivedData derived)
{
    private const string Name = "model-sha256";
    private const int Version = 1;

    /// <summary>64 lowercase hexadecimal digits; null for a model without files.</summary>
    /// <exception cref="InterpException">FileProblem.</exception>
    public string? Find()
    {
        if (source.Files.Count == 0)
        {
            return null;
        }

        try
        {
            var before = Fingerprint();
            if (derived.Read(before, Name, Version) is { Length: SHA256.HashSizeInBytes } kept)
            {
                return Convert.ToHexStringLower(kept);
            }

            var computed = ModelHash.Compute(source, CancellationToken.None);

            // A file that was written to meanwhile must not lend its old times to a new content.
            if (Fingerprint() == before)
            {
                derived.Write(before, Name, Version, Convert.FromHexString(computed));
            }

            return computed;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InterpException(ErrorKind.FileProblem, $"The files of the model at {source.Path} cannot be read: {problem.Message}", "Check that the model is still there and may be read.", inner: problem);
        }
    }

    /// <summary>The hash if it was computed before and the files are still the same; nothing is computed. Null otherwise.</summary>
    public string? Kept()
    {
        try
        {
            return source.Files.Count > 0 && derived.Read(Fingerprint(), Name, Version) is { Length: SHA256.HashSizeInBytes } kept
                ? Convert.ToHexStringLower(kept)
                : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Equal as long as paths, sizes and times of the files stay as they are; null where one is gone.</summary>
    public string? State()
    {
        try
        {
            return Fingerprint();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private string PathOf(string name) => File.Exists(source.Path) ? source.Path : Path.Combine(source.Path, name);

    private string Fingerprint()
    {
        var state = CheckpointState.Of(source.Files.Select(file => new FileInfo(PathOf(file.Name))));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(state)));
    }
}
