using System.Security.Cryptography;
using System.Text.Json;
using Interp.Contracts;
using Interp.Models;

namespace Interp.Runtime.Verification;

/// <summary>Keeps what a verification found, by model, provider, precision and program.</summary>
internal static class BadgeCache
{
    private const int Version = 1;

    /// <summary>Badge of a model that was not verified with this program on this machine.</summary>
    public static VerifiedInfo Unverified { get; } = new() { Badge = "unverified" };

    /// <summary>What was kept, or <see cref="Unverified"/>.</summary>
    public static VerifiedInfo Read(OpenModel open) => Parse(open.ReadDerived(NameFor(open), Version));

    /// <summary>What was kept of the model with this hash for a provider and precision, or <see cref="Unverified"/>.</summary>
    public static VerifiedInfo Read(DerivedData derived, string sha256, string provider, string precision) =>
        Parse(derived.Read(sha256, OpenModel.DerivedName(NameFor(provider), precision), Version));

    private static VerifiedInfo Parse(byte[]? content)
    {
        if (content is null)
        {
            return Unverified;
        }

        try
        {
            return JsonSerializer.Deserialize(content, InterpJsonContext.Default.VerifiedInfo) ?? Unverified;
        }
        catch (JsonException)
        {
            return Unverified;
        }
    }

    /// <summary>Keeps <paramref name="found"/> and shows it in every later result.</summary>
    public static void Write(OpenModel open, VerifiedInfo found)
    {
        open.WriteDerived(NameFor(open), Version, JsonSerializer.SerializeToUtf8Bytes(found, InterpJsonContext.Default.VerifiedInfo));
        open.Verified = found;
    }

    private static string NameFor(OpenModel open) => NameFor(open.Engine.Provider);

    // The precision is part of every name under which something derived is kept.
    private static string NameFor(string provider) => $"verified-{provider}-{Program}";

    /// <summary>Changes with every build of the code that reads and runs models: another program has to be verified anew.</summary>
    private static string Program { get; } = Convert.ToHexStringLower(SHA256.HashData(
        [.. typeof(Engine).Module.ModuleVersionId.ToByteArray(), .. typeof(ModelLoader).Module.ModuleVersionId.ToByteArray()]))[..16];
}
