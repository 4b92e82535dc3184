using Interp.Daemon.Life;
using Interp.Daemon.Progress;
using Interp.Daemon.Results;
using Interp.Runtime;

namespace Interp.Daemon.Lanes;

/// <summary>Work on models in the lanes. Identical requests in flight are joined: one computation, all callers answered, cancelled only when all have cancelled.</summary>
internal sealed class WorkTable(LaneBoard lanes, Lifetime life, ModelStore models, ResultJson json)
{
    private readonly Dictionary<string, SharedWork> works = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <summary>Runs <paramref name="work"/> in its lane, or joins the same work that is in flight.</summary>
    /// <param name="plan">What it is and where it runs.</param>
    /// <param name="work">Runs on a thread of the lane. Models that it opens stay open until it returns.</param>
    /// <param name="progress">Of the caller.</param>
    /// <param name="cancel">Answers the caller at once; the work ends when nobody waits for it any more.</param>
    /// <returns>The result. It is complete only after the caller's progress was sent.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<T> RunAsync<T>(WorkPlan plan, Func<WorkContext, T> work, ProgressWriter? progress, CancellationToken cancel)
        where T : notnull
    {
        life.Work.Enter();
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, life.Stopping);
            either.Token.ThrowIfCancellationRequested();
            var caller = new WorkCaller(progress);
            var shared = Join(plan, work, caller);
            using (either.Token.Register(() => shared.Abandon(caller)))
            {
                return (T)await caller.Result.ConfigureAwait(false);
            }
        }
        finally
        {
            life.Work.Exit();
        }
    }

    private SharedWork Join<T>(WorkPlan plan, Func<WorkContext, T> work, WorkCaller caller)
        where T : notnull
    {
        lock (gate)
        {
            if (works.TryGetValue(plan.Key, out var known) && known.TryJoin(caller))
            {
                return known;
            }

            var fresh = new SharedWork(lanes.Of(plan.Lane, plan.Model), caller, json, over => Forget(plan.Key, over));
            works[plan.Key] = fresh;
            fresh.Post(plan.Method, context =>
            {
                using var use = models.BeginUse();
                return work(context);
            });
            return fresh;
        }
    }

    private void Forget(string key, SharedWork over)
    {
        lock (gate)
        {
            if (works.TryGetValue(key, out var known) && known == over)
            {
                works.Remove(key);
            }
        }
    }
}

/// <summary>What work is and where it runs.</summary>
/// <param name="Key">Equal for identical work.</param>
/// <param name="Method">For those who watch.</param>
/// <param name="Lane">Quick or heavy.</param>
/// <param name="Model">Key of the model, see <see cref="ModelKeys"/>.</param>
internal sealed record WorkPlan(string Key, string Method, Lane Lane, string Model);
