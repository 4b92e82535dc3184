using Interp.Contracts;
using Interp.Models.Reading;
using Interp.Models.Tokenizers;

namespace Interp.Models;

/// <summary>Opens a checkpoint, whatever its format.</summary>
public static class ModelLoader
{
    /// <summary>
    /// Reads the model at <paramref name="path"/> (a <c>.gguf</c> file or a folder) into memory on <paramref name="threads"/> threads
    /// (0 = one per core).
    /// </summary>
    /// <exception cref="InterpException">ModelNotFound, ModelUnsupported, ModelDamaged, FileProblem.</exception>
    /// <exception cref="OperationCanceledException">As asked.</exception>
    public static Model Load(string path, int threads, CancellationToken cancel)
    {
        using var reader = CheckpointReader.Open(path);
        var store = new WeightStore();
        var tokenizer = Task.Run(() => TokenizerLoader.ForModel(reader.Checkpoint.Path, reader.Gguf?.Metadata), CancellationToken.None);
        try
        {
            var weights = WeightReading.Read(reader.Plan, reader.Spec, store, threads, cancel);
            return new Model
            {
                Name = ModelFolders.NameOf(reader.Checkpoint.Path),
                Spec = reader.Spec,
                Weights = weights,
                Tokenizer = tokenizer.Result,
                Source = reader.Checkpoint.Source,
                Warnings = WarningsOf(reader, tokenizer.Result),
            };
        }
        catch
        {
            store.Dispose();
            throw;
        }
        finally
        {
            // It reads the file that is closed next.
            Task.WaitAny([tokenizer], CancellationToken.None);
        }
    }

    /// <summary>What the model at <paramref name="path"/> is; no weights are read.</summary>
    /// <exception cref="InterpException">ModelNotFound, ModelUnsupported, ModelDamaged, FileProblem.</exception>
    public static ModelFacts Inspect(string path)
    {
        using var reader = CheckpointReader.Open(path);
        var tokenizer = TokenizerLoader.ForModel(reader.Checkpoint.Path, reader.Gguf?.Metadata);
        return new ModelFacts(
            ModelFolders.NameOf(reader.Checkpoint.Path), reader.Spec, reader.Checkpoint.Source, tokenizer, WarningsOf(reader, tokenizer));
    }

    /// <summary>
    /// Only the tokenizer of <paramref name="path"/> (a <c>.gguf</c>, a folder, or a <c>tokenizer.json</c>); no weights are read.
    /// Null where there is none.
    /// </summary>
    /// <exception cref="InterpException">ModelNotFound, ModelUnsupported, ModelDamaged, FileProblem.</exception>
    public static ITextTokenizer? LoadTokenizer(string path) => TokenizerLoader.Load(CheckpointPlace.LoneGguf(path) ?? path);

    private static IReadOnlyList<string> WarningsOf(CheckpointReader reader, ITextTokenizer? tokenizer)
    {
        var warnings = reader.Warnings.Concat(tokenizer?.Warnings ?? []);
        return tokenizer is not null && tokenizer.Size > reader.TokenRows
            ? [.. warnings, $"tokenizerLarger: the tokenizer has {tokenizer.Size} ids, the model rows for {reader.TokenRows}; ids beyond have no embedding"]
            : [.. warnings];
    }
}
