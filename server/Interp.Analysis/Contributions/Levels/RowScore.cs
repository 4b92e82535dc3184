namespace Interp.Analysis.Contributions;

/// <summary>The numbers of a row as results have them.</summary>
internal readonly record struct RowScore(double Score, double Bs, double Norm, double? FirstOrder, double? Increase, double? IncreaseContrast)
{
    /// <summary>Numbers of a part; <paramref name="otherScore"/> is the score that it is listed by, if that is not its increase.</summary>
    public static RowScore Of(PartNumbers numbers, Readout readout, bool hasContrast, double? otherScore = null)
    {
        if (hasContrast)
        {
            var score = numbers.Contrasted(readout);
            return new RowScore(score, numbers.Bs, numbers.Norm, readout.IsLinear ? score : null, numbers.Increase, numbers.IncreaseContrast);
        }

        return new RowScore(
            otherScore ?? numbers.Increase, numbers.Bs, numbers.Norm, numbers.FirstOrder, otherScore is null ? null : numbers.Increase, null);
    }
}
