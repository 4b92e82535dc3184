namespace Interp.Runtime;

/// <summary>What a forward pass begins with: tokens, with types where the model has them, or the first state of the stream itself.</summary>
public sealed class ModelInput
{
    private ModelInput(IReadOnlyList<int> ids, IReadOnlyList<int>? typeIds, ReadOnlyMemory<float>? stream, int length)
    {
        Ids = ids;
        TypeIds = typeIds;
        Stream = stream;
        Length = length;
    }

    /// <summary>Token ids [T]; empty where the stream is given.</summary>
    public IReadOnlyList<int> Ids { get; }

    /// <summary>The type of each token [T] (BERT's segments); null = all of type 0.</summary>
    public IReadOnlyList<int>? TypeIds { get; }

    /// <summary><c>hook_embed</c> [T, D], for checkpoints without token embeddings; null where tokens are given.</summary>
    public ReadOnlyMemory<float>? Stream { get; }

    /// <summary>T.</summary>
    public int Length { get; }

    /// <summary>Tokens.</summary>
    /// <param name="ids">[T], at least one.</param>
    /// <param name="typeIds">[T], or null.</param>
    public static ModelInput Tokens(IReadOnlyList<int> ids, IReadOnlyList<int>? typeIds = null)
    {
        ArgumentOutOfRangeException.ThrowIfZero(ids.Count, nameof(ids));
        return typeIds is null || typeIds.Count == ids.Count
            ? new ModelInput(ids, typeIds, null, ids.Count)
            : throw new ArgumentException($"{typeIds.Count} types for {ids.Count} tokens.", nameof(typeIds));
    }

    /// <summary>The first state of the stream, as the model's own embeddings would make it.</summary>
    /// <param name="stream">[T, D].</param>
    /// <param name="width">D.</param>
    public static ModelInput Embedded(ReadOnlyMemory<float> stream, int width)
    {
        ArgumentOutOfRangeException.ThrowIfZero(stream.Length, nameof(stream));
        return stream.Length % width == 0
            ? new ModelInput([], null, stream, stream.Length / width)
            : throw new ArgumentException($"{stream.Length} numbers are no rows of width {width}.", nameof(stream));
    }

    /// <summary>The type of the token at <paramref name="position"/>.</summary>
    public int TypeAt(int position) => TypeIds?[position] ?? 0;
}
