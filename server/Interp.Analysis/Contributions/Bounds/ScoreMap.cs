namespace Interp.Analysis.Contributions;

/// <summary>Scores that are a monotone function of a log-probability increase, state by state.</summary>
internal sealed class ScoreMap(Bases bases, ScoreKind kind)
{
    /// <summary>The state whose distribution a part of the branch is added to.</summary>
    public int StateOf(Branch branch) => kind == ScoreKind.LogProb ? StreamStates.Uniform : branch.BaseState;

    /// <summary>The score for an increase at a state.</summary>
    public double Score(int state, double increase) => kind switch
    {
        ScoreKind.LogProb => increase - Math.Log(bases.Tokens),
        ScoreKind.ProbIncrease => ProbabilityIncrease(state, increase),
        _ => increase,
    };

    // A bound may promise more than probability 1.
    private double ProbabilityIncrease(int state, double increase) =>
        Math.Exp(bases.LogProb(state)) * Logarithms.Expm1(Math.Min(increase, -bases.LogProb(state)));
}
