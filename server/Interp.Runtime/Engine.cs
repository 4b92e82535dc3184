using Interp.Models;

namespace Interp.Runtime;

/// <summary>Runs one model: instrumented forward passes and products with its unembedding. Calls may come from several threads; runs are made one at a time.</summary>
public sealed class Engine : IDisposable
{
    /// <summary>Prepares sessions for <paramref name="model"/>, which outlives the engine.</summary>
    /// <param name="model">The model.</param>
    /// <param name="threads">Worker threads of products; 0 = one per core.</param>
    public Engine(Model model, int threads)
    {
        Model = model;
        Threads = threads > 0 ? threads : Environment.ProcessorCount;
        Vocabulary = new VocabularyProduct(model.Weights.Unembedding, Threads);
    }

    public Model Model { get; }
    public int Threads { get; }

    /// <summary>Name of the execution provider, e.g. <c>cpu</c>.</summary>
    public string Provider { get; } = "cpu";

    /// <summary>Products with the unembedding.</summary>
    public VocabularyProduct Vocabulary { get; }

    /// <summary>Runs the prompt and keeps the taps named. Cancels between layers.</summary>
    /// <param name="ids">Token ids, 1 to the model's context of them, each in the vocabulary (checked by the caller).</param>
    /// <param name="taps">Full tap names (no patterns); see <see cref="TapName"/>.</param>
    /// <param name="layerDone">Told the number of layers that are done.</param>
    /// <param name="cancel">Cancels.</param>
    public ForwardPass Forward(IReadOnlyList<int> ids, IReadOnlyCollection<string> taps, IProgress<int>? layerDone, CancellationToken cancel) =>
        throw new NotSupportedException($"{ids.Count}{taps.Count}{layerDone}{cancel.CanBeCanceled}");

    /// <inheritdoc/>
    public void Dispose() => Vocabulary.Dispose();
}
