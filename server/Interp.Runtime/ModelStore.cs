using Interp.Models;

namespace Interp.Runtime;

/// <summary>The models that are open: each is loaded once, by path, and closed with the store.</summary>
public sealed class ModelStore : IDisposable
{
    private readonly Dictionary<string, OpenModel> open = [];
    private readonly Lock gate = new();
    private readonly int threads;
    private readonly DerivedData derived;

    /// <summary>A store whose models run on <paramref name="threads"/> threads; 0 = one per core.</summary>
    /// <param name="threads">Worker threads.</param>
    /// <param name="derived">Where derived data is kept; null = the system's cache folder.</param>
    public ModelStore(int threads, DerivedData? derived = null)
    {
        this.threads = threads;
        this.derived = derived ?? DerivedData.OfSystem();
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
                model = new OpenModel(loaded, new Engine(loaded, threads), derived);
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
