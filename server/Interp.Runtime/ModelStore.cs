using Interp.Models;

namespace Interp.Runtime;

/// <summary>The models that are open: each is loaded once, by path, and closed with the store.</summary>
public sealed class ModelStore : IDisposable
{
    private readonly Dictionary<string, OpenModel> open = [];
    private readonly Lock gate = new();
    private readonly int threads;
    private readonly DerivedData derived;
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
            lock (gate)
            {
                Volatile.Write(ref prefixBudget, value);
                foreach (var model in open.Values)
                {
                    model.Engine.Prefix.Budget = value;
                }
            }
        }
    }

    /// <summary>The model that a request's <c>model</c> member names (null = the embedded default), loaded when needed.</summary>
    /// <exception cref="Interp.Contracts.InterpException">ModelNotFound, ModelUnsupported, ModelDamaged, FileProblem.</exception>
    public OpenModel Open(string? name, CancellationToken cancel)
    {
        var path = ModelFolders.Resolve(name);
        lock (gate)
        {
            if (!open.TryGetValue(path, out var model))
            {
                var loaded = ModelLoader.Load(path, threads, cancel);
                model = new OpenModel(loaded, new Engine(loaded, threads, prefixBudget), derived);
                open.Add(path, model);
            }

            return model;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var model in open.Values)
        {
            model.Engine.Dispose();
            model.Model.Dispose();
        }
    }
}
