using Interp.Contracts;
using Interp.Models;

namespace Interp.Runtime.Verification;

/// <summary>The badge of a model that is not open.</summary>
public static class KeptBadge
{
    /// <summary>
    /// What <c>models verify</c> found of the model on the CPU. <c>unverified</c> too where the hash of its files is not known yet:
    /// nothing large is read for it.
    /// </summary>
    /// <param name="source">The files of the model.</param>
    /// <param name="derived">Where derived data is kept; null = the system's cache folder.</param>
    /// <param name="precision">Of the weights.</param>
    public static VerifiedInfo Of(ModelSource source, DerivedData? derived = null, WeightPrecision precision = WeightPrecision.F32)
    {
        var data = derived ?? DerivedData.OfSystem();
        return new SourceHash(source, data).Kept() is { } sha256 ? BadgeCache.Read(data, sha256, "cpu", WeightPrecisions.NameOf(precision)) : BadgeCache.Unverified;
    }
}
