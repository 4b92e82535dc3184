namespace Interp.Runtime;

/// <summary>Sees the tiles of a product.</summary>
public interface ITileVisitor
{
    /// <summary>One tile: values [rows, tokens], row-major, of the rows from <paramref name="firstRow"/> and the tokens from <paramref name="firstToken"/>.</summary>
    /// <param name="worker">Index of the calling worker; keep partial results per worker.</param>
    /// <param name="firstRow">First row of the tile.</param>
    /// <param name="rows">Rows of the tile.</param>
    /// <param name="firstToken">First token of the tile.</param>
    /// <param name="tokens">Tokens of the tile.</param>
    /// <param name="values">The tile; may be overwritten by the visitor.</param>
    void Visit(int worker, int firstRow, int rows, int firstToken, int tokens, Span<float> values);
}

/// <summary>Fills one tile of token weights [rows, tokens].</summary>
public delegate void TileFiller(int firstToken, int tokens, Span<float> weights);
