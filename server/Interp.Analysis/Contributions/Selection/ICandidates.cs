namespace Interp.Analysis.Contributions;

/// <summary>Candidates of one level, numbered in the order that settles ties, with bounds of their scores and their exact scores.</summary>
internal interface ICandidates
{
    /// <summary>How many there are.</summary>
    int Count { get; }

    /// <summary>Sizes of the token sets behind the lower bounds after the first, each tighter and dearer than the one before.</summary>
    IReadOnlyList<int> HeadTokens { get; }

    /// <summary>
    /// An upper bound of every score, [Count]; not-a-number where the score is known to be that of an empty part. Asked again, the same array.
    /// </summary>
    float[] UpperBounds(CancellationToken cancel);

    /// <summary>The score of an empty part (factor 0) at this candidate's place.</summary>
    double EmptyScore(int candidate);

    /// <summary>
    /// Lower bounds of some scores; those that a stage leaves open go on to the next. Stage 0 needs no token set, stage s the set of
    /// size <see cref="HeadTokens"/>[s - 1].
    /// </summary>
    /// <param name="stage">0 to HeadTokens.Count.</param>
    /// <param name="candidates">Ascending.</param>
    /// <param name="lower">One per candidate.</param>
    /// <param name="cancel">Checked every few milliseconds.</param>
    void LowerBounds(int stage, ReadOnlySpan<int> candidates, Span<float> lower, CancellationToken cancel);

    /// <summary>Exact scores of some candidates.</summary>
    /// <param name="candidates">Any order.</param>
    /// <param name="scores">One per candidate.</param>
    /// <param name="cancel">Checked every few milliseconds.</param>
    /// <returns>Rows that were projected onto the whole vocabulary.</returns>
    int Evaluate(ReadOnlySpan<int> candidates, Span<double> scores, CancellationToken cancel);
}
