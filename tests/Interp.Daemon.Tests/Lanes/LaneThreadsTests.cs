using Interp.Daemon.Lanes;

namespace Interp.Daemon.Tests.Lanes;

[TestClass]
public sealed class LaneThreadsTests
{
    [TestMethod]
    public async Task A_lane_of_one_thread_keeps_the_order()
    {
        var lane = new LaneThreads("test", 1);
        var order = new List<int>();
        for (var number = 0; number < 200; number++)
        {
            var mine = number;
            lane.Post("m", () => order.Add(mine));
        }

        await lane.WhenIdle().ConfigureAwait(false);

        CollectionAssert.AreEqual(Enumerable.Range(0, 200).ToArray(), order);
    }

    [TestMethod]
    public async Task As_much_runs_at_once_as_the_lane_is_wide()
    {
        var lane = new LaneThreads("test", 3);
        using var together = new Barrier(3);
        for (var number = 0; number < 9; number++)
        {
            lane.Post("m", () => together.SignalAndWait());
        }

        await lane.WhenIdle().ConfigureAwait(false);

        Assert.AreEqual(3, together.CurrentPhaseNumber);
    }

    [TestMethod]
    public async Task Work_that_leaves_the_queue_never_runs()
    {
        var lane = new LaneThreads("test", 1);
        using var begun = new ManualResetEventSlim();
        using var gate = new ManualResetEventSlim();
        lane.Post("first", () =>
        {
            begun.Set();
            gate.Wait();
        });
        begun.Wait();
        var ran = false;
        var job = lane.Post("second", () => ran = true);
        Assert.AreEqual(1, lane.Info.Waiting);

        lane.Leave(job);
        gate.Set();
        await lane.WhenIdle().ConfigureAwait(false);

        Assert.IsFalse(ran);
        Assert.IsTrue(lane.IsIdle);
    }
}
