using Interp.Contracts;
using Interp.Models;
using Interp.Runtime.Products;
using Interp.Runtime.Sessions;

namespace Interp.Runtime;

/// <summary>Runs one model: instrumented forward passes and products with its unembedding. Calls may come from several threads; runs are made one at a time.</summary>
public sealed class Engine : IDisposable
{
    private readonly WorkGate gate = new();
    private readonly WorkerPool pool;
    private readonly ForwardRunner runner;
    private readonly BlockPool memory = new();

    /// <summary>An engine for <paramref name="model"/>, which outlives it. Sessions are prepared when they are first needed.</summary>
    /// <param name="model">The model.</param>
    /// <param name="threads">Worker threads; 0 = one per core.</param>
    /// <param name="prefixBudget">Bytes that <see cref="Prefix"/> may hold, e.g. <see cref="PrefixCache.DefaultBudget"/>; 0 = none.</param>
    /// <exception cref="InterpException">ModelUnsupported: a final norm that does not fit the block order.</exception>
    public Engine(Model model, int threads, long prefixBudget = 0)
    {
        if (model.Weights.FinalNorm is null != (model.Spec.Order == BlockOrder.Post))
        {
            throw new InterpException(
                ErrorKind.ModelUnsupported,
                $"The model {model.Name} has no norm where its block order needs one, or one where it needs none.",
                "Only pre-norm and parallel models with a final norm, and post-norm models without one, can be run.");
        }

        Model = model;
        Threads = threads > 0 ? threads : Environment.ProcessorCount;
        pool = new WorkerPool(Threads);
        runner = new ForwardRunner(model, pool);
        Prefix = new PrefixCache(model.Spec, Threads, prefixBudget);
        Vocabulary = new VocabularyProduct(model.Weights.Unembedding, pool, gate);
        Products = new MatrixProduct(Threads);
    }

    public Model Model { get; }
    public int Threads { get; }

    /// <summary>Name of the execution provider, e.g. <c>cpu</c>.</summary>
    public string Provider { get; } = "cpu";

    /// <summary>Products with the unembedding.</summary>
    public VocabularyProduct Vocabulary { get; }

    /// <summary>What is kept of earlier prompts.</summary>
    public PrefixCache Prefix { get; }

    /// <summary>Products of any matrices.</summary>
    public MatrixProduct Products { get; }

    /// <summary>Runs the prompt and keeps the taps named. Cancels between the operators of a layer.</summary>
    /// <remarks>
    /// Nothing beyond the last tap that is asked for is computed, nor what <see cref="Prefix"/> knows. The same ids give the same bits whatever taps are asked for and whatever was
    /// run before, for a given number of threads.
    /// </remarks>
    /// <param name="input">Tokens, 1 to the model's context of them, each in the vocabulary, or their first states (checked by the caller).</param>
    /// <param name="taps">Full tap names (no patterns, see <see cref="TapPatterns"/>), each one of the model's.</param>
    /// <param name="layerDone">Told the number of layers that are done.</param>
    /// <param name="cancel">Cancels.</param>
    /// <exception cref="InterpException">
    /// OutOfMemory, NotFinite, ProviderUnavailable (the native library is missing), NotAvailable (the checkpoint lacks what the run needs).
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public ForwardPass Forward(ModelInput input, IReadOnlyCollection<string> taps, IProgress<int>? layerDone, CancellationToken cancel)
    {
        RunnableParts.Check(Model, input);
        gate.Enter(cancel);
        try
        {
            return new ForwardJob(Model, runner, Prefix, Vocabulary, memory).Run(input, taps, layerDone, cancel);
        }
        finally
        {
            gate.Exit();
        }
    }

    /// <summary>As <see cref="Forward(ModelInput, IReadOnlyCollection{string}, IProgress{int}, CancellationToken)"/> for tokens of type 0.</summary>
    public ForwardPass Forward(IReadOnlyList<int> ids, IReadOnlyCollection<string> taps, IProgress<int>? layerDone, CancellationToken cancel) =>
        Forward(ModelInput.Tokens(ids), taps, layerDone, cancel);

    /// <summary>What a masked-LM head makes of rows of the stream before the unembedding; the rows themselves for a model without one.</summary>
    /// <param name="rows">[count, D].</param>
    /// <param name="count">N.</param>
    /// <param name="output">[count, D], overwritten; may be the rows themselves.</param>
    /// <param name="cancel">Cancels.</param>
    public void TransformForHead(ReadOnlyMemory<float> rows, int count, Memory<float> output, CancellationToken cancel)
    {
        if (Model.Spec.HeadActivation is null || count == 0)
        {
            rows.CopyTo(output);
            return;
        }

        // The graph must not write what it still reads.
        rows = rows.Span.Overlaps(output.Span) ? rows.ToArray() : rows;

        gate.Enter(cancel);
        try
        {
            runner.Head(rows, count, output, cancel);
        }
        finally
        {
            gate.Exit();
        }
    }

    /// <summary>The model's logits, biases and soft cap included, of rows that are ready for the unembedding.</summary>
    /// <param name="normalizedRows">[count, D], rows of <c>ln_final.hook_normalized</c>, or of <see cref="TransformForHead"/>.</param>
    /// <param name="count">N.</param>
    /// <param name="logits">[count, V], overwritten.</param>
    /// <param name="cancel">Checked before every tile.</param>
    public void Logits(ReadOnlyMemory<float> normalizedRows, int count, Memory<float> logits, CancellationToken cancel) =>
        Vocabulary.Multiply(normalizedRows, count, new LogitWriter(Model, logits), cancel);

    /// <inheritdoc/>
    public void Dispose()
    {
        Vocabulary.Dispose();
        Products.Dispose();
        runner.Dispose();
        Prefix.Dispose();
        memory.Dispose();
        pool.Dispose();
        gate.Dispose();
    }
}
