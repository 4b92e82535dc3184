using Interp.Models;
using Interp.Runtime.Sessions;

namespace Interp.Runtime.Products;

/// <summary>Rows of the unembedding as float32: in place where it is, else decoded to memory of one worker, a tile at a time.</summary>
internal sealed unsafe class TokenTiles(Weight unembedding, int workers) : IDisposable
{
    private readonly NativeFloats?[] rooms = new NativeFloats?[workers];

    /// <summary>The rows of <paramref name="tokens"/> tokens, [tokens, D]; valid until the next call for the same worker.</summary>
    public float* Rows(int worker, int firstToken, int tokens)
    {
        var width = unembedding.Columns;
        if (unembedding.IsFloat)
        {
            return (float*)unembedding.Pointer + ((long)firstToken * width);
        }

        var needed = (long)tokens * width;
        if (rooms[worker] is not { } room || room.Count < needed)
        {
            ((IDisposable?)rooms[worker])?.Dispose();
            rooms[worker] = room = new NativeFloats(needed);
        }

        unembedding.Read(firstToken, tokens, room.GetSpan());
        return room.At(0);
    }

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(rooms, room => ((IDisposable?)room)?.Dispose());
}
