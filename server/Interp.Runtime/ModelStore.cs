using Interp.Models;

namespace Interp.Runtime;

/// <summary>The models that are open: each is loaded once, by path and precision, and closed with the store or when it is unloaded and nobody uses it any more.</summary>
public sealed class ModelStore : IDisposable
{
    private readonly Dictionary<(string Path, WeightPrecision Precision), Place> places = [];
    private readonly Dictionary<string, WeightPrecision> automatic = [];
    private readonly HashSet<Use> uses = [];
    private readonly List<Retired> retired = [];
    private readonly Lock gate = new();
    private readonly DerivedData derived;
    private int threads;
    private long prefixBudget;

    /// <summary>A store whose models run on <paramref name="threads"/> threads; 0 = one per core.</summary>
    /// <param name="threads">Worker threads.</param>
    /// <param name="derived">Where derived data is kept; null = the system's cache folder.</param>
    public ModelStore(int threads, DerivedData? derived = null)
    {
        this.threads = threads;
        this.derived = derived ?? DerivedData.OfSystem();
    }

    /// <summary>Bytes that each model may hold of earlier prompts, see <see cref="Engine.Prefix"/>; 0, the default, suits programs that answer once.</summary>
    public long PrefixBudget
    {
        get => Volatile.Read(ref prefixBudget);

        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            Volatile.Write(ref prefixBudget, value);
            foreach (var (_, model) in Loaded)
            {
                model.Engine.Prefix.Budget = value;
            }
        }
    }

    /// <summary>The models in memory with their paths.</summary>
    public IReadOnlyList<(string Path, OpenModel Model)> Loaded
    {
        get
        {
            lock (gate)
            {
                return [.. places.Where(place => place.Value.Model is not null).Select(place => (place.Key.Path, place.Value.Model)).OfType<(string, OpenModel)>()];
            }
        }
    }

    /// <summary>As <see cref="Open(string, string, CancellationToken)"/> in float32.</summary>
    public OpenModel Open(string? name, CancellationToken cancel) => Open(name, null, cancel);

    /// <summary>The model that a request's <c>model</c> member names (null = the embedded default), loaded when needed.</summary>
    /// <param name="name">The model.</param>
    /// <param name="precision">
    /// Of its weights, as the request's member of this name says it (null = f32). What <c>auto</c> finds for a model holds until it is unloaded.
    /// </param>
    /// <param name="cancel">Cancels.</param>
    /// <exception cref="Interp.Contracts.InterpException">ModelNotFound, ModelUnsupported, ModelDamaged, FileProblem, OutOfMemory.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while it was loaded, or while another request loaded it.</exception>
    public OpenModel Open(string? name, string? precision, CancellationToken cancel)
    {
        var path = ModelFolders.Resolve(name);
        var chosen = WeightPrecisions.Parse(precision ?? WeightPrecisions.Names[0]) ?? Automatic(path);
        var place = PlaceOf(path, chosen);

        // Only those who want this model wait for it.
        place.Loading.Wait(cancel);
        try
        {
            return place.Model ??= Load(path, chosen, cancel);
        }
        finally
        {
            place.Loading.Release();
        }
    }

    /// <summary>Marks the time in which models are used: one that is unloaded meanwhile stays in memory until this ends.</summary>
    public IDisposable BeginUse()
    {
        lock (gate)
        {
            var use = new Use(this);
            uses.Add(use);
            return use;
        }
    }

    /// <summary>Forgets the model at <paramref name="path"/> in every precision; its memory is given back when every use that has begun by now has ended.</summary>
    /// <returns>False where it was not loaded.</returns>
    public bool Unload(string path)
    {
        List<Place> removed = [];
        lock (gate)
        {
            automatic.Remove(path);
            foreach (var precision in Enum.GetValues<WeightPrecision>())
            {
                if (places.Remove((path, precision), out var place))
                {
                    removed.Add(place);
                    retired.Add(new Retired(place, [.. uses]));
                }
            }
        }

        CloseUnused();
        return removed.Exists(place => place.Model is not null);
    }

    /// <summary>Models that are opened from now on run on so many threads; those of another number are unloaded.</summary>
    public void UseThreads(int count)
    {
        string[] others;
        lock (gate)
        {
            if (threads == count)
            {
                return;
            }

            threads = count;
            others = [.. places.Keys.Select(place => place.Path).Distinct()];
        }

        foreach (var path in others)
        {
            Unload(path);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var place in places.Values.Concat(retired.Select(old => old.Place)))
        {
            place.Dispose();
        }
    }

    private OpenModel Load(string path, WeightPrecision precision, CancellationToken cancel)
    {
        var count = Volatile.Read(ref threads);
        var loaded = ModelLoader.Load(path, precision, count, cancel);
        return new OpenModel(loaded, new Engine(loaded, count, PrefixBudget), derived);
    }

    private WeightPrecision Automatic(string path)
    {
        lock (gate)
        {
            if (automatic.TryGetValue(path, out var known))
            {
                return known;
            }
        }

        var found = ModelLoader.ChoosePrecision(path);
        lock (gate)
        {
            return automatic.TryAdd(path, found) ? found : automatic[path];
        }
    }

    private Place PlaceOf(string path, WeightPrecision precision)
    {
        lock (gate)
        {
            if (!places.TryGetValue((path, precision), out var place))
            {
                places.Add((path, precision), place = new Place());
            }

            return place;
        }
    }

    private void End(Use use)
    {
        lock (gate)
        {
            if (!uses.Remove(use))
            {
                return;
            }

            retired.ForEach(old => old.Users.Remove(use));
        }

        CloseUnused();
    }

    private void CloseUnused()
    {
        List<Retired> unused;
        lock (gate)
        {
            unused = retired.FindAll(old => old.Users.Count == 0);
            retired.RemoveAll(unused.Contains);
        }

        unused.ForEach(old => old.Place.Dispose());
    }

    private sealed class Place : IDisposable
    {
        private OpenModel? model;

        public SemaphoreSlim Loading { get; } = new(1, 1);

        public OpenModel? Model
        {
            get => Volatile.Read(ref model);
            set => Volatile.Write(ref model, value);
        }

        public void Dispose()
        {
            Model?.Engine.Dispose();
            Model?.Model.Dispose();
            Loading.Dispose();
        }
    }

    private sealed record Retired(Place Place, HashSet<Use> Users);

    private sealed class Use(ModelStore store) : IDisposable
    {
        public void Dispose() => store.End(this);
    }
}
