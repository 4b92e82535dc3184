namespace Interp.Models;

/// <summary>Opens a checkpoint, whatever its format.</summary>
public static class ModelLoader
{
    /// <summary>Reads the model at <paramref name="path"/> (a <c>.gguf</c> file or a folder).</summary>
    /// <exception cref="Interp.Contracts.InterpException">ModelNotFound, ModelUnsupported, ModelDamaged, FileProblem.</exception>
    public static Model Load(string path, int threads, CancellationToken cancel) => throw new NotSupportedException(path + threads + cancel.CanBeCanceled);

    /// <summary>Only the tokenizer of <paramref name="path"/> (a <c>.gguf</c>, a folder, or a <c>tokenizer.json</c>); no weights are read.</summary>
    public static ITextTokenizer? LoadTokenizer(string path) => throw new NotSupportedException(path);
}
