using Interp.Contracts;

namespace Interp.Analysis.Tests.Contributions;

[TestClass]
public sealed class SweepTests
{
    [TestMethod]
    public void A_running_sweep_reports_its_progress_and_stops_when_cancelled()
    {
        using var work = new RandomWork(RandomWork.Builds["grouped queries, gated, RMS norms"] with { FfWidth = 2000, Layers = 4 });
        using var source = new CancellationTokenSource();
        var progress = new CancelOnSweep(source);
        var request = new ContributionsRequest { Ids = RandomWork.Ids, Mode = "perLayer", Levels = ["ffNeurons"] };
        Assert.Throws<OperationCanceledException>(() => work.Run(request, progress: progress, cancel: source.Token));
        Assert.IsNotNull(progress.Last);
        Assert.AreEqual(4 * 2000, progress.Last.Total);
        Assert.IsLessThan(progress.Last.Total, progress.Last.Done);
    }

    [TestMethod]
    public void A_sweep_of_very_many_parts_says_so_first()
    {
        using var work = new RandomWork(RandomWork.Builds["grouped queries, gated, RMS norms"] with { FfWidth = 51_000, Layers = 2 });
        using var source = new CancellationTokenSource();
        var request = new ContributionsRequest { Ids = RandomWork.Ids, Score = "rank", Levels = ["ffNeurons"], Top = 1, Bottom = 1 };
        var result = work.Run(request);
        Assert.IsTrue(result.Warnings.Any(warning => warning.StartsWith("manyProjections: ", StringComparison.Ordinal) && warning.Contains("102000", StringComparison.Ordinal)));
        Assert.AreEqual(102_000, result.FfNeurons?.Certificate.ExactEvaluations);
    }

    [TestMethod]
    public void Progress_is_not_reported_more_often_than_it_can_be_seen()
    {
        using var work = new RandomWork(RandomWork.Builds["grouped queries, gated, RMS norms"]);
        var reports = new List<AnalysisProgress>();
        var request = new ContributionsRequest { Ids = RandomWork.Ids, Mode = "perLayer", Levels = ["ffNeurons"] };
        work.Run(request, progress: new Listed(reports));
        var neurons = reports.Where(report => report.Stage == "neurons").ToArray();
        Assert.AreEqual(0, neurons[0].Done);
        Assert.AreEqual(neurons[^1].Total, neurons[^1].Done);
    }

    private sealed class Listed(List<AnalysisProgress> reports) : IProgress<AnalysisProgress>
    {
        public void Report(AnalysisProgress value) => reports.Add(value);
    }

    private sealed class CancelOnSweep(CancellationTokenSource source) : IProgress<AnalysisProgress>
    {
        public AnalysisProgress? Last { get; private set; }

        public void Report(AnalysisProgress value)
        {
            if (value.Stage == "neurons")
            {
                Last = value;
                source.Cancel();
            }
        }
    }
}
