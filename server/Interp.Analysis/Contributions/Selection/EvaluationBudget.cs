namespace Interp.Analysis.Contributions;

/// <summary>How many rows may still be projected.</summary>
internal sealed class EvaluationBudget(int? limit)
{
    /// <summary>Rows projected so far.</summary>
    public int Used { get; private set; }

    /// <summary>Rows that may still be projected; at most <paramref name="share"/> in all.</summary>
    public int LeftOf(int share) => Math.Max(0, Math.Min(share, limit ?? int.MaxValue) - Used);

    /// <summary>The limit; int.MaxValue without one.</summary>
    public int Limit => limit ?? int.MaxValue;

    /// <summary>Notes projected rows.</summary>
    public void Spend(int rows) => Used += rows;
}
