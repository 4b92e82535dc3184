namespace Interp.Models;

/// <summary>A checkpoint in memory: specification, weights, tokenizer, and where it came from.</summary>
public sealed class Model : IDisposable
{
    /// <summary>Name shown to users.</summary>
    public required string Name { get; init; }
    public required ModelSpec Spec { get; init; }
    public required ModelWeights Weights { get; init; }

    /// <summary>How the large matrices lie in memory.</summary>
    public WeightPrecision Precision { get; init; }

    /// <summary>Null where the checkpoint has none: ids only.</summary>
    public ITextTokenizer? Tokenizer { get; init; }
    public required ModelSource Source { get; init; }

    /// <summary>What a reader must know of this checkpoint; each begins with a code and a colon.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <inheritdoc/>
    public void Dispose() => Weights.Store.Dispose();
}

/// <summary>The files of a checkpoint.</summary>
public sealed record ModelSource
{
    /// <summary>The <c>.gguf</c> file or the folder, absolute.</summary>
    public required string Path { get; init; }

    /// <summary><c>gguf</c> or <c>safetensors</c>.</summary>
    public required string Format { get; init; }

    /// <summary>Files that were read and count for the hash: name relative to the folder, bytes.</summary>
    public required IReadOnlyList<(string Name, long Bytes)> Files { get; init; }

    /// <summary>Number of tensors of each stored type.</summary>
    public required IReadOnlyDictionary<string, int> TensorTypes { get; init; }

    /// <summary>Number of stored parameters.</summary>
    public required long Parameters { get; init; }
}
