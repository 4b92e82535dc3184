using Interp.Models;

namespace Interp.Runtime;

/// <summary>
/// The models that are open: each is loaded once, by path and precision, and anew when its files have changed. It is closed when it is
/// unloaded, or the store is disposed, and nobody uses it any more.
/// </summary>
public sealed class ModelStore : IDisposable
{
    // A tokenizer takes up to some ten megabytes.
    private const int MostInspected = 8;

    private readonly Dictionary<(string Path, WeightPrecision Precision), Place> places = [];
    private readonly Dictionary<string, WeightPrecision> automatic = [];
    private readonly HashSet<Use> uses = [];
    private readonly List<Retired> retired = [];
    private readonly OrderedDictionary<string, Inspected> inspected = [];
    private readonly Lock gate = new();
    private readonly DerivedData derived;
    private int threads;
    private long prefixBudget;
    private bool closed;

    /// <summary>Most threads that a model runs on: more only wait for each other, and every session has its own.</summary>
    public static int MostThreads { get; } = Math.Max(16, 4 * Environment.ProcessorCount);

    /// <summary>A store whose models run on <paramref name="threads"/> threads; 0 = one per core.</summary>
    /// <param name="threads">Worker threads.</param>
    /// <param name="derived">Where derived data is kept; null = the system's cache folder.</param>
    public ModelStore(int threads, DerivedData? derived = null)
    {
        this.threads = Math.Min(threads, MostThreads);
        this.derived = derived ?? DerivedData.OfSystem();
    }

    /// <summary>
    /// True for programs that run for long: weights are copied even where they could be used as they lie in the file, because what is
    /// mapped ends the process when the file is cut short.
    /// </summary>
    public bool CopiesWeights { get; init; }

    /// <summary>True while there is a use that has not ended.</summary>
    public bool IsInUse
    {
        get
        {
            lock (gate)
            {
                return uses.Count > 0;
            }
        }
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
        while (true)
        {
            var chosen = WeightPrecisions.Parse(precision ?? WeightPrecisions.Names[0]) ?? Automatic(path);
            var place = PlaceOf(path, chosen);

            // Only those who want this model wait for it.
            place.Loading.Wait(cancel);
            try
            {
                if (place.Model is not { } known)
                {
                    return place.Model = Load(path, chosen, cancel);
                }

                if (!known.IsStale)
                {
                    return known;
                }
            }
            finally
            {
                place.Loading.Release();
            }

            // Another one may have found out the same, and a newer one must stay.
            Retire(path, removed => removed == place);
        }
    }

    /// <summary>
    /// What the model at <paramref name="path"/> is, without its weights: as it is in memory, else as it was read before if its files have not
    /// changed, else read now. Its tokenizer takes longer to read than most texts take to be cut into tokens.
    /// </summary>
    /// <exception cref="Interp.Contracts.InterpException">ModelNotFound, ModelUnsupported, ModelDamaged, FileProblem.</exception>
    public ModelFacts Inspect(string path)
    {
        if (Loaded.FirstOrDefault(open => open.Path == path).Model is { IsStale: false, Model: var model })
        {
            return new ModelFacts(model.Name, model.Spec, model.Source, model.Tokenizer, model.Warnings);
        }

        var state = CheckpointState.Of(path);
        if (FactsOf(path, state) is { } known)
        {
            return known;
        }

        var facts = ModelLoader.Inspect(path);
        lock (gate)
        {
            // The latest stand last.
            inspected.Remove(path);
            inspected.Add(path, new Inspected(facts, state));
            if (inspected.Count > MostInspected)
            {
                inspected.RemoveAt(0);
            }
        }

        return facts;
    }

    /// <summary>Marks the time in which models are used: one that is unloaded meanwhile stays in memory until this ends.</summary>
    /// <exception cref="ObjectDisposedException">The store is disposed.</exception>
    public IDisposable BeginUse()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closed, this);
            var use = new Use(this);
            uses.Add(use);
            return use;
        }
    }

    /// <summary>Forgets the model at <paramref name="path"/> in every precision; its memory is given back when every use that has begun by now has ended.</summary>
    /// <returns>False where it was not loaded.</returns>
    public bool Unload(string path) => Retire(path, _ => true).Exists(place => place.Model is not null);

    /// <summary>Models that are opened from now on run on so many threads, <see cref="MostThreads"/> at most; those of another number are unloaded.</summary>
    public void UseThreads(int count)
    {
        count = Math.Min(count, MostThreads);
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

    /// <summary>Opens nothing more. What is in use is closed when its use ends.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            closed = true;
            retired.AddRange(places.Values.Select(place => new Retired(place, [.. uses])));
            places.Clear();
        }

        CloseUnused();
    }

    private OpenModel Load(string path, WeightPrecision precision, CancellationToken cancel)
    {
        var count = Volatile.Read(ref threads);
        var loaded = ModelLoader.Load(path, precision, count, cancel, CopiesWeights, FactsOf(path, CheckpointState.Of(path))?.Tokenizer);
        lock (gate)
        {
            inspected.Remove(path);
        }

        return new OpenModel(loaded, new Engine(loaded, count, PrefixBudget), derived);
    }

    /// <summary>What was read of a model while its files were in a state; null where that is not known.</summary>
    private ModelFacts? FactsOf(string path, string? state)
    {
        lock (gate)
        {
            return state is not null && inspected.TryGetValue(path, out var known) && known.State == state ? known.Facts : null;
        }
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
            ObjectDisposedException.ThrowIf(closed, this);
            if (!places.TryGetValue((path, precision), out var place))
            {
                places.Add((path, precision), place = new Place());
            }

            return place;
        }
    }

    /// <summary>Forgets the models at a path that are meant, in every precision.</summary>
    private List<Place> Retire(string path, Func<Place, bool> isMeant)
    {
        List<Place> removed = [];
        lock (gate)
        {
            automatic.Remove(path);
            foreach (var precision in Enum.GetValues<WeightPrecision>())
            {
                if (places.TryGetValue((path, precision), out var place) && isMeant(place))
                {
                    places.Remove((path, precision));
                    removed.Add(place);
                    retired.Add(new Retired(place, [.. uses]));
                }
            }
        }

        CloseUnused();
        return removed;
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

    private sealed record Inspected(ModelFacts Facts, string? State);

    private sealed record Retired(Place Place, HashSet<Use> Users);

    private sealed class Use(ModelStore store) : IDisposable
    {
        public void Dispose() => store.End(this);
    }
}
