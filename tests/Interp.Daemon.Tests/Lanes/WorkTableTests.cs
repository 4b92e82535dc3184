using Interp.Daemon.Lanes;
using Interp.Daemon.Life;
using Interp.Daemon.Results;
using Interp.Runtime;

namespace Interp.Daemon.Tests.Lanes;

[TestClass]
public sealed class WorkTableTests
{
    private static readonly WorkPlan plan = new("key", "method", Lane.Heavy, "model");

    [TestMethod]
    public async Task Identical_requests_are_computed_once_and_all_are_answered()
    {
        using var desk = new Desk();
        using var gate = new ManualResetEventSlim();
        var runs = 0;
        string Work(WorkContext context)
        {
            gate.Wait(context.Cancel);
            return $"answer {Interlocked.Increment(ref runs)}";
        }

        Task<string>[] callers = [.. Enumerable.Range(0, 5).Select(_ => desk.Works.RunAsync(plan, Work, null, CancellationToken.None))];
        gate.Set();
        var answers = await Task.WhenAll(callers).ConfigureAwait(false);

        CollectionAssert.AreEqual(Enumerable.Repeat("answer 1", 5).ToArray(), answers);
        Assert.AreEqual("answer 2", await desk.Works.RunAsync(plan, Work, null, CancellationToken.None).ConfigureAwait(false), "what is over is not joined");
    }

    [TestMethod]
    public async Task One_who_cancels_is_answered_at_once_and_the_others_later()
    {
        using var desk = new Desk();
        using var gate = new ManualResetEventSlim();
        using var source = new CancellationTokenSource();
        var leaves = desk.Works.RunAsync(plan, Work, null, source.Token);
        var stays = desk.Works.RunAsync(plan, Work, null, CancellationToken.None);

        await source.CancelAsync().ConfigureAwait(false);
        await Assert.ThrowsAsync<OperationCanceledException>(() => leaves).ConfigureAwait(false);
        Assert.IsFalse(stays.IsCompleted);
        gate.Set();

        Assert.AreEqual("done", await stays.ConfigureAwait(false));

        string Work(WorkContext context)
        {
            gate.Wait(context.Cancel);
            return "done";
        }
    }

    [TestMethod]
    public async Task Work_ends_when_the_last_has_cancelled_and_the_same_request_begins_anew()
    {
        using var desk = new Desk();
        using var source = new CancellationTokenSource();
        using var begun = new ManualResetEventSlim();
        var cancelled = new TaskCompletionSource();
        Task<string>[] callers = [.. Enumerable.Range(0, 3).Select(_ => desk.Works.RunAsync(plan, Work, null, source.Token))];
        begun.Wait();

        await source.CancelAsync().ConfigureAwait(false);
        await Assert.ThrowsAsync<OperationCanceledException>(() => Task.WhenAll(callers)).ConfigureAwait(false);
        await cancelled.Task.ConfigureAwait(false);

        Assert.AreEqual("new", await desk.Works.RunAsync(plan, _ => "new", null, CancellationToken.None).ConfigureAwait(false));

        string Work(WorkContext context)
        {
            begun.Set();
            context.Cancel.WaitHandle.WaitOne();
            cancelled.SetResult();
            throw new OperationCanceledException(context.Cancel);
        }
    }

    [TestMethod]
    public async Task A_caller_in_the_queue_that_cancels_does_not_wait_for_those_before_it()
    {
        using var desk = new Desk();
        using var gate = new ManualResetEventSlim();
        using var source = new CancellationTokenSource();
        var first = desk.Works.RunAsync(plan, Wait, null, CancellationToken.None);
        var second = desk.Works.RunAsync(plan with { Key = "other" }, Wait, null, source.Token);

        await source.CancelAsync().ConfigureAwait(false);
        await Assert.ThrowsAsync<OperationCanceledException>(() => second).ConfigureAwait(false);
        Assert.IsFalse(first.IsCompleted);
        gate.Set();
        await first.ConfigureAwait(false);

        string Wait(WorkContext context)
        {
            gate.Wait(context.Cancel);
            return "";
        }
    }

    [TestMethod]
    public async Task The_end_cancels_everything_and_waits_for_it()
    {
        using var desk = new Desk();
        using var begun = new ManualResetEventSlim();
        var work = desk.Works.RunAsync(plan, context =>
        {
            begun.Set();
            context.Cancel.WaitHandle.WaitOne();
            context.Cancel.ThrowIfCancellationRequested();
            return "";
        }, null, CancellationToken.None);
        begun.Wait();

        await desk.Life.DrainAsync("test").ConfigureAwait(false);

        Assert.IsTrue(desk.Lanes.IsIdle);
        await Assert.ThrowsAsync<OperationCanceledException>(() => work).ConfigureAwait(false);
    }

    [TestMethod]
    public async Task Work_that_comes_while_the_end_begins_is_waited_for_or_never_runs()
    {
        for (var round = 0; round < 200; round++)
        {
            using var desk = new Desk();
            using var together = new Barrier(2);
            var (begun, running) = (0, 0);
            var asks = Task.Run(async () =>
            {
                together.SignalAndWait();
                await desk.Works.RunAsync(plan, Work, null, CancellationToken.None).ConfigureAwait(false);
            });

            together.SignalAndWait();
            await desk.Life.DrainAsync("test").ConfigureAwait(false);
            Assert.AreEqual(0, Volatile.Read(ref running));
            Assert.IsTrue(desk.Lanes.IsIdle);
            var begunAtTheEnd = Volatile.Read(ref begun);
            await Task.WhenAny(asks).ConfigureAwait(false);

            Assert.AreEqual(begunAtTheEnd, begun, "nothing begins after the end");

            string Work(WorkContext context)
            {
                Interlocked.Increment(ref begun);
                Interlocked.Increment(ref running);
                Thread.Yield();
                Interlocked.Decrement(ref running);
                return "";
            }
        }
    }

    [TestMethod]
    public async Task A_lane_that_gets_work_from_a_request_of_the_last_moment_is_waited_for()
    {
        for (var round = 0; round < 200; round++)
        {
            using var desk = new Desk();
            var isOver = false;
            desk.Life.Requests.Enter();
            var drained = desk.Life.DrainAsync("test");
            desk.Life.Stopping.WaitHandle.WaitOne();
            Thread.Yield();
            desk.Lanes.Of(Lane.Heavy, "model").Post("method", () =>
            {
                Thread.Yield();
                Volatile.Write(ref isOver, true);
            });
            Assert.IsFalse(drained.IsCompleted, "a request is not answered yet");
            desk.Life.Requests.Exit();
            await drained.ConfigureAwait(false);

            Assert.IsTrue(Volatile.Read(ref isOver));
        }
    }

    private sealed class Desk : IDisposable
    {
        private readonly ModelStore models = new(1);

        public Desk()
        {
            Life = new Lifetime(Lanes, new DaemonLog(Path.Combine(AppContext.BaseDirectory, "logs")), TimeSpan.FromMinutes(5));
            Works = new WorkTable(Lanes, Life, models, new ResultJson(new ResultStore()));
        }

        public LaneBoard Lanes { get; } = new();

        public Lifetime Life { get; }

        public WorkTable Works { get; }

        public void Dispose()
        {
            Life.Dispose();
            models.Dispose();
        }
    }
}
