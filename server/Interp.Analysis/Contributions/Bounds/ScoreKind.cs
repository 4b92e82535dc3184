namespace Interp.Analysis.Contributions;

/// <summary>What feed-forward neurons are listed by.</summary>
internal enum ScoreKind
{
    /// <summary>Increase of the target's log-probability.</summary>
    Increase,

    /// <summary>The target's log-probability in softmax(bs of the neuron alone).</summary>
    LogProb,

    /// <summary>Increase of the target's probability.</summary>
    ProbIncrease,

    /// <summary>Length of the direction.</summary>
    Norm,

    /// <summary>|m|.</summary>
    Coefficient,

    /// <summary>Length of the part.</summary>
    CoefficientNorm,

    /// <summary>1 / rank of the target in bs of the neuron alone.</summary>
    Rank,

    /// <summary>|m| / that rank.</summary>
    CoefficientRank,
}
