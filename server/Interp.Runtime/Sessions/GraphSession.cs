using Interp.Contracts;
using Microsoft.ML.OnnxRuntime;

namespace Interp.Runtime.Sessions;

/// <summary>A graph that ONNX Runtime has prepared. May be run from several threads at once.</summary>
internal sealed class GraphSession : IDisposable
{
    private readonly InferenceSession session;

    /// <summary>Prepares <paramref name="model"/> (a serialised ONNX model) with <paramref name="options"/>, which are disposed.</summary>
    public GraphSession(byte[] model, SessionOptions options)
    {
        using (options)
        {
            session = new InferenceSession(model, options);
        }

        InputNames = [.. session.InputNames];
    }

    /// <summary>Names of the inputs in the order that <see cref="Run"/> expects.</summary>
    public IReadOnlyList<string> InputNames { get; }

    /// <summary>Computes the outputs named, into memory that the caller provides.</summary>
    /// <param name="inputs">One value an input, in the order of <see cref="InputNames"/>.</param>
    /// <param name="outputNames">Which outputs; the others are not kept.</param>
    /// <param name="outputs">One value each, over memory of the right size.</param>
    /// <param name="options">Cancels the run when terminated.</param>
    /// <param name="cancel">What terminates them.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="InterpException">OutOfMemory.</exception>
    public void Run(
        IReadOnlyCollection<OrtValue> inputs,
        IReadOnlyCollection<string> outputNames,
        IReadOnlyCollection<OrtValue> outputs,
        RunOptions options,
        CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        try
        {
            session.Run(options, InputNames, inputs, outputNames, outputs);
        }
        catch (OnnxRuntimeException failure) when (cancel.IsCancellationRequested)
        {
            throw new OperationCanceledException("The run was cancelled.", failure, cancel);
        }
        catch (OnnxRuntimeException failure) when (failure.Message.Contains("Failed to allocate memory", StringComparison.Ordinal))
        {
            throw new InterpException(
                ErrorKind.OutOfMemory,
                "There is not enough memory for the intermediate values of this prompt.",
                "Use a shorter prompt, ask for fewer taps, or close other programs.",
                inner: failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();
}
