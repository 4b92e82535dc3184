using Interp.Contracts;
using Interp.Models;
using Interp.Runtime;

namespace Interp.Analysis.Contributions;

/// <summary>What all levels of one request share.</summary>
internal sealed class ContributionRun
{
    /// <summary>The work on <paramref name="plan"/> once the stream is known.</summary>
    public ContributionRun(ContributionsPlan plan, RequestScope scope, Bases bases, bool bruteForce, IProgress<AnalysisProgress>? progress, CancellationToken cancel)
    {
        Plan = plan;
        Scope = scope;
        Bases = bases;
        BruteForce = bruteForce;
        Progress = progress;
        Cancel = cancel;
        Exact = new ExactEvaluator(bases, scope.Engine);
        Statics = new DirectionStatics(scope.Open, bases.Readout);
    }

    public ContributionsPlan Plan { get; }

    public RequestScope Scope { get; }

    public Bases Bases { get; }

    /// <summary>True where every candidate is projected although a bound would do.</summary>
    public bool BruteForce { get; }

    public IProgress<AnalysisProgress>? Progress { get; }

    public CancellationToken Cancel { get; }

    public ExactEvaluator Exact { get; }

    public DirectionStatics Statics { get; }

    public Engine Engine => Scope.Engine;

    public ModelSpec Spec => Scope.Spec;

    public StreamPoint Point => Bases.Point;

    public Readout Readout => Bases.Readout;

    /// <summary>Shows a level to those who wait for parts of the result.</summary>
    public void Show(ContributionsPartial level) => Scope.Partials?.Report(level);
}
