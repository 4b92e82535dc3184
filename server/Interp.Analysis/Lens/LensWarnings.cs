namespace Interp.Analysis;

/// <summary>What a reader of a linear lens must know.</summary>
public static class LensWarnings
{
    /// <summary>Adds <c>biasDropped</c> and <c>softCap</c> where <paramref name="mode"/> leaves out what the model has.</summary>
    public static void Add(IList<string> warnings, LensHead head, LensMode mode)
    {
        if (!head.IsLinear)
        {
            warnings.Add("headNotLinear: each vector goes through the model's whole masked-LM head, which is not linear: values of parts do not add up.");
        }

        if (mode == LensMode.Author && head.HasBias)
        {
            warnings.Add("biasDropped: mode author leaves out the shift of the final norm and the bias of the unembedding, so its last row is not the model's output.");
        }

        if (mode is LensMode.Frozen or LensMode.Author && head.Cap is not null)
        {
            warnings.Add($"softCap: values are those before the model's soft cap of its logits, as mode {LensModes.NameOf(mode)} is linear.");
        }
    }
}
