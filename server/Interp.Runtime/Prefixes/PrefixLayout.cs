using Interp.Models;

namespace Interp.Runtime.Prefixes;

/// <summary>What is kept of every token.</summary>
internal enum PrefixPart
{
    /// <summary>The residual stream before a block; after the last one at level L. D entries each.</summary>
    Stream,

    /// <summary>Keys of a block, G·K entries.</summary>
    Key,

    /// <summary>Values of a block, G·K entries.</summary>
    Value,
}

/// <summary>Where the parts of some tokens are in one stretch of memory: part by part, level by level, token by token.</summary>
/// <param name="Layers">L.</param>
/// <param name="Width">D.</param>
/// <param name="KvWidth">G·K.</param>
internal sealed record PrefixLayout(int Layers, int Width, int KvWidth)
{
    /// <summary>The layout of a model.</summary>
    public static PrefixLayout Of(ModelSpec spec) => new(spec.Layers, spec.Width, spec.KvHeads * spec.HeadWidth);

    /// <summary>Bytes of one token: 4 ((L + 1) D + 2 L G K).</summary>
    public long BytesPerToken => sizeof(float) * Offset(PrefixPart.Value, Layers, tokens: 1);

    /// <summary>Entries of one token of a part at one level.</summary>
    public int RowLength(PrefixPart part) => part == PrefixPart.Stream ? Width : KvWidth;

    /// <summary>Index of the first entry of a part at a level, in memory for <paramref name="tokens"/> tokens.</summary>
    public long Offset(PrefixPart part, int level, int tokens)
    {
        var stream = (Layers + 1L) * Width;
        return tokens * part switch
        {
            PrefixPart.Stream => (long)level * Width,
            PrefixPart.Key => stream + ((long)level * KvWidth),
            _ => stream + ((Layers + (long)level) * KvWidth),
        };
    }
}
