using Interp.Contracts;

namespace Interp.Daemon.Lanes;

/// <summary>All lanes: one for state, one for quick work, and one per model for heavy work.</summary>
internal sealed class LaneBoard
{
    // Quick requests wait for each other at the model anyway; more threads would only be more stacks.
    private const int QuickThreads = 8;
    private readonly Dictionary<string, LaneThreads> heavy = new(StringComparer.Ordinal);
    private readonly LaneThreads quick = new("quick", QuickThreads);

    /// <summary>The lane of documents, settings, and loading.</summary>
    public LaneThreads State { get; } = new("state", 1);

    /// <summary>True when nothing runs or waits.</summary>
    public bool IsIdle => All.All(lane => lane.IsIdle);

    /// <summary>What each lane does; heavy lanes without work are left out.</summary>
    public IReadOnlyList<LaneInfo> Info => [.. All.Select(lane => lane.Info).Where(info => info.Model is null || info.Running.Count + info.Waiting > 0)];

    private List<LaneThreads> All
    {
        get
        {
            lock (heavy)
            {
                return [State, quick, .. heavy.Values];
            }
        }
    }

    /// <summary>The threads of a lane for work on a model (an absolute path, or a name that nothing bears).</summary>
    public LaneThreads Of(Lane lane, string model)
    {
        if (lane != Lane.Heavy)
        {
            return lane == Lane.Quick ? quick : throw new ArgumentOutOfRangeException(nameof(lane), lane, "Work runs in the lanes quick and heavy.");
        }

        lock (heavy)
        {
            if (!heavy.TryGetValue(model, out var threads))
            {
                heavy.Add(model, threads = new LaneThreads("heavy", 1, model));
            }

            return threads;
        }
    }

    /// <summary>When nothing runs or waits in any lane.</summary>
    public Task WhenIdle() => Task.WhenAll(All.Select(lane => lane.WhenIdle()));
}
