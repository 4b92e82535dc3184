using Interp.Contracts;
using Interp.Models.Reading;
using Interp.Models.Tokenizers;

namespace Interp.Models;

/// <summary>Opens a checkpoint, whatever its format.</summary>
public static class ModelLoader
{
    /// <summary>As <see cref="Load(string, WeightPrecision, int, CancellationToken, bool, ITextTokenizer?)"/> with weights in float32.</summary>
    public static Model Load(string path, int threads, CancellationToken cancel) => Load(path, WeightPrecision.F32, threads, cancel);

    /// <summary>Reads the model at <paramref name="path"/> into memory.</summary>
    /// <param name="path">A <c>.gguf</c> file or a folder.</param>
    /// <param name="precision">Of the weights.</param>
    /// <param name="threads">Threads that read; 0 = one per core.</param>
    /// <param name="cancel">Cancels.</param>
    /// <param name="copies">True reads every weight; else large ones may stay in the file, which is mapped as long as the model lives.</param>
    /// <param name="known">The model's tokenizer where it was read already.</param>
    /// <exception cref="InterpException">ModelNotFound, ModelUnsupported, ModelDamaged, FileProblem, OutOfMemory.</exception>
    /// <exception cref="OperationCanceledException">As asked.</exception>
    public static Model Load(string path, WeightPrecision precision, int threads, CancellationToken cancel, bool copies = false, ITextTokenizer? known = null)
    {
        using var reader = CheckpointReader.Open(path);
        var store = new WeightStore { MapsFiles = !copies };
        var tokenizer = Task.Run(() => known ?? TokenizerLoader.ForModel(reader.Checkpoint.Path, reader.Gguf?.Metadata), CancellationToken.None);
        try
        {
            var weights = WeightReading.Read(reader.Plan, reader.Spec, precision, store, threads, cancel);
            return new Model
            {
                Name = ModelFolders.NameOf(reader.Checkpoint.Path),
                Spec = reader.Spec,
                Precision = precision,
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

    /// <summary>The precision that suits the model at <paramref name="path"/> and the memory that is free; see <see cref="WeightPrecisions.Choose"/>.</summary>
    /// <exception cref="InterpException">ModelNotFound, ModelUnsupported, ModelDamaged, FileProblem.</exception>
    public static WeightPrecision ChoosePrecision(string path)
    {
        using var reader = CheckpointReader.Open(path);
        return WeightPrecisions.Choose(reader.Checkpoint.Source.Parameters, AvailableMemory.Bytes);
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
