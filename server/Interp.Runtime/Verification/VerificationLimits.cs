namespace Interp.Runtime.Verification;

/// <summary>How a tap is compared, which follows from what it holds.</summary>
internal enum TapMeasure
{
    /// <summary>Vectors by position: largest difference against the root mean square of the position.</summary>
    Vectors,

    /// <summary>As vectors, both sides centred: a constant on all logits changes nothing.</summary>
    Logits,

    /// <summary>Unmasked entries: largest difference against the largest score, at least 1.</summary>
    Scores,

    /// <summary>Largest difference; probabilities need no scale.</summary>
    Pattern,

    /// <summary>Norm divisors: largest relative difference.</summary>
    Scale,
}

/// <summary>How far an engine's numbers may be from the float64 reference: what is expected of its precision, and what is refused.</summary>
/// <param name="Aim">Above it a warning names the tap: float32 stays below nearly everywhere.</param>
/// <param name="Refuse">Above it something is wrong, not imprecise.</param>
internal readonly record struct VerificationLimits(double Aim, double Refuse)
{
    /// <summary>Identities between taps of one run, against the root mean square of the sum: rounding of the terms only.</summary>
    public const double Identity = 1e-4;

    /// <summary>Lens cells count where the reference's margin between first and second is at least this part of the root mean square of its centred logits: closer ones may swap by rounding.</summary>
    public const double LensMargin = 0.01;

    /// <summary>Limits of a measure for float32.</summary>
    public static VerificationLimits For(TapMeasure measure) => measure switch
    {
        TapMeasure.Pattern or TapMeasure.Scale => new(1e-5, 1e-4),
        _ => new(1e-4, 5e-4),
    };
}
