using Interp.Contracts;
using Interp.Models.Reading;

namespace Interp.Models;

/// <summary>Opens a checkpoint, whatever its format.</summary>
public static class ModelLoader
{
    /// <summary>Reads the model at <paramref name="path"/> (a <c>.gguf</c> file or a folder) into memory on <paramref name="threads"/> threads.</summary>
    /// <exception cref="InterpException">ModelNotFound, ModelUnsupported, ModelDamaged, FileProblem.</exception>
    /// <exception cref="OperationCanceledException">As asked.</exception>
    public static Model Load(string path, int threads, CancellationToken cancel)
    {
        using var reader = CheckpointReader.Open(path);
        var store = new WeightStore();
        try
        {
            var weights = WeightReading.Read(reader.Plan, reader.Spec, store, threads, cancel);
            return new Model
            {
                Name = ModelFolders.NameOf(reader.Checkpoint.Path),
                Spec = reader.Spec,
                Weights = weights,
                Source = reader.Checkpoint.Source,
                Warnings = reader.Warnings,
            };
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>What the model at <paramref name="path"/> is; no weights are read.</summary>
    /// <exception cref="InterpException">ModelNotFound, ModelUnsupported, ModelDamaged, FileProblem.</exception>
    public static ModelFacts Inspect(string path)
    {
        using var reader = CheckpointReader.Open(path);
        return new ModelFacts(ModelFolders.NameOf(reader.Checkpoint.Path), reader.Spec, reader.Checkpoint.Source, reader.Warnings);
    }

    /// <summary>Only the tokenizer of <paramref name="path"/> (a <c>.gguf</c>, a folder, or a <c>tokenizer.json</c>); no weights are read.</summary>
    public static ITextTokenizer? LoadTokenizer(string path) => throw new NotSupportedException(path);
}
