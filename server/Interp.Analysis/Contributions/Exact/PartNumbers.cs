namespace Interp.Analysis.Contributions;

/// <summary>What a part does to the followed tokens.</summary>
/// <param name="Increase">Change of the target's log-probability, nats.</param>
/// <param name="IncreaseContrast">The same of the contrast; 0 without one.</param>
/// <param name="Bs">Before-softmax value of the target.</param>
/// <param name="BsContrast">The same of the contrast; 0 without one.</param>
/// <param name="FirstOrder">Bs less its mean under the base (without a contrast), linear modes only.</param>
/// <param name="Norm">Length.</param>
internal readonly record struct PartNumbers(double Increase, double IncreaseContrast, double Bs, double BsContrast, double? FirstOrder, double Norm)
{
    /// <summary>The score against the contrast. Where the lens is linear, before-softmax values give it: what both share drops out.</summary>
    public double Contrasted(Readout readout) => readout.IsLinear ? Bs - BsContrast : Increase - IncreaseContrast;
}
