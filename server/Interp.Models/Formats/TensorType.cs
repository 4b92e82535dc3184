namespace Interp.Models.Formats;

/// <summary>Turns stored blocks into numbers; <paramref name="values"/> holds a whole number of blocks.</summary>
internal delegate void BlockReader(ReadOnlySpan<byte> stored, Span<float> values);

/// <summary>A way to store numbers: blocks of <paramref name="BlockValues"/> numbers in <paramref name="BlockBytes"/> bytes.</summary>
/// <param name="Name">As the format spells it.</param>
/// <param name="BlockValues">Numbers in a block; 1 for plain types.</param>
/// <param name="BlockBytes">Bytes of a block.</param>
/// <param name="Read">Null for a type that is known but not read.</param>
internal sealed record TensorType(string Name, int BlockValues, int BlockBytes, BlockReader? Read)
{
    /// <summary>True for whole numbers and flags.</summary>
    public bool IsInteger => Name is "BOOL" or "I8" or "I16" or "I32" or "I64" or "U8" or "U16" or "U32" or "U64";
}
