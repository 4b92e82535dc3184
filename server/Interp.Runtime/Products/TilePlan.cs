namespace Interp.Runtime.Products;

/// <summary>How a product of N rows with V tokens is cut into tiles. Depends on N and V alone, so that results do not depend on the machine.</summary>
internal sealed class TilePlan
{
    /// <summary>Entries of the largest tile: 1 MB, which stays in a core's second-level cache until the visitor has read it.</summary>
    public const int MostValues = 1 << 18;

    /// <summary>A run of the product cannot be cancelled; more rows would also crowd the tile's inputs out of the cache.</summary>
    private const int MostRows = 512;
    private const int FewestTokens = 256;
    private const int MostTokens = 4096;

    private readonly int count;
    private readonly int vocabulary;
    private readonly int rowsPerBlock;
    private readonly int rowBlocks;
    private readonly int tokensPerTile;
    private readonly int tokenTiles;
    private readonly int blocksPerStage;

    /// <summary>Cuts <paramref name="count"/> rows and <paramref name="vocabulary"/> tokens.</summary>
    public TilePlan(int count, int vocabulary, int workers)
    {
        this.count = count;
        this.vocabulary = vocabulary;
        rowBlocks = Blocks(count, MostRows);
        rowsPerBlock = Blocks(count, rowBlocks);
        tokensPerTile = Math.Min(vocabulary, Math.Clamp(MostValues / rowsPerBlock, FewestTokens, MostTokens));
        tokenTiles = Blocks(vocabulary, tokensPerTile);

        // Workers meet after each stage: seldom enough to be busy, often enough that others get their turn.
        const int tilesPerWorker = 32;
        blocksPerStage = Math.Min(rowBlocks, Blocks(tilesPerWorker * workers, tokenTiles));
        Stages = Blocks(rowBlocks, blocksPerStage);
    }

    /// <summary>Number of stages.</summary>
    public int Stages { get; }

    /// <summary>First tile of a stage, and the one after its last.</summary>
    public (int From, int To) Stage(int stage) =>
        (stage * blocksPerStage * tokenTiles, Math.Min((stage + 1) * blocksPerStage, rowBlocks) * tokenTiles);

    /// <summary>Tile number <paramref name="index"/>: by row block, then by token.</summary>
    public Part Tile(int index)
    {
        var (block, tile) = Math.DivRem(index, tokenTiles);
        var (firstRow, firstToken) = (block * rowsPerBlock, tile * tokensPerTile);
        return new(firstRow, Math.Min(rowsPerBlock, count - firstRow), firstToken, Math.Min(tokensPerTile, vocabulary - firstToken));
    }

    private static int Blocks(int total, int size) => (total + size - 1) / size;

    /// <summary>One tile.</summary>
    public readonly record struct Part(int FirstRow, int Rows, int FirstToken, int Tokens);
}
