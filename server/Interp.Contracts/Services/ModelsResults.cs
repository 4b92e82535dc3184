using System.Text.Json.Nodes;

namespace Interp.Contracts;

/// <summary>Result of <c>models info</c>.</summary>
public sealed record ModelInfoResult
{
    public required ModelInfo Model { get; init; }
    public required string Path { get; init; }

    /// <summary><c>gguf</c> or <c>safetensors</c>.</summary>
    public required string Format { get; init; }
    public required IReadOnlyList<ModelFile> Files { get; init; }
    public required long Parameters { get; init; }
    public required IReadOnlyDictionary<string, int> TensorTypes { get; init; }
    public required string Norm { get; init; }
    public required string Activation { get; init; }
    public required string Positions { get; init; }
    public required bool Tied { get; init; }
    public TokenizerInfo? Tokenizer { get; init; }
    public required bool HasVocabulary { get; init; }
    public required bool HasEmbeddings { get; init; }
    public required bool HasFeedForward { get; init; }

    /// <summary>Method to true, or to the reason why not.</summary>
    public required JsonObject Can { get; init; }
    public JsonObject? Card { get; init; }

    /// <summary>Of float32 weights; the others' badges are in <see cref="Precisions"/>.</summary>
    public VerifiedInfo? Verified { get; init; }

    /// <summary>What its weights take in each precision.</summary>
    public required IReadOnlyList<PrecisionInfo> Precisions { get; init; }

    /// <summary>What <c>auto</c> would choose now.</summary>
    public required string AutoPrecision { get; init; }
    public required IReadOnlyList<string> Warnings { get; init; }
}

/// <summary>A precision of a model's weights.</summary>
/// <param name="Precision"><c>f32</c>, <c>f16</c> or <c>q8</c>.</param>
/// <param name="Bytes">Of memory that the weights take, about.</param>
/// <param name="Badge">What a verification with this precision found.</param>
public sealed record PrecisionInfo(string Precision, long Bytes, string Badge);

/// <summary>Result of <c>models clean</c>: what Interp kept and can make again.</summary>
/// <param name="Folder">Where it was; absent where the system has no such folder.</param>
/// <param name="Files">By path.</param>
/// <param name="Bytes">Of all of them.</param>
/// <param name="Removed">False where they were only listed.</param>
public sealed record CleanResult(string? Folder, IReadOnlyList<ModelFile> Files, long Bytes, bool Removed);

/// <summary>A file of a model.</summary>
public sealed record ModelFile(string Name, long Bytes);

/// <summary>Kind and number of entries of a tokenizer.</summary>
public sealed record TokenizerInfo(string Kind, int Size);

/// <summary>Result of <c>models list</c>.</summary>
public sealed record ModelListResult(IReadOnlyList<ModelListEntry> Models);

/// <summary>A model that is here.</summary>
public sealed record ModelListEntry
{
    public required string Name { get; init; }
    public required string Path { get; init; }
    public required string Format { get; init; }
    public string? Family { get; init; }
    public required long Bytes { get; init; }

    /// <summary>Where it was found: <c>embedded</c>, <c>INTERP_MODELS</c> or <c>huggingface</c>.</summary>
    public required string Source { get; init; }
    public required string Badge { get; init; }
}

/// <summary>Result of <c>export</c>: the graph, and the file of its weights where they do not fit into it.</summary>
public sealed record ExportResult(string Path, IReadOnlyList<ModelFile> Files);

/// <summary>Result of <c>models verify</c>.</summary>
public sealed record VerifyResult
{
    public required ModelInfo Model { get; init; }
    public required string Badge { get; init; }
    public required IReadOnlyList<VerifyCheck> Checks { get; init; }
    public string? WorstTap { get; init; }
    public double? MaxDifference { get; init; }
    public required IReadOnlyList<string> Warnings { get; init; }
}

/// <summary>The largest difference of one kind of tap, or of one identity.</summary>
public sealed record VerifyCheck
{
    public required string Name { get; init; }
    public required double Difference { get; init; }
    public required double Limit { get; init; }
    public required bool Passed { get; init; }
}
