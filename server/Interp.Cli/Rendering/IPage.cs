namespace Interp.Cli.Rendering;

/// <summary>What results are written on: a terminal, or plain text for pipes and files.</summary>
internal interface IPage
{
    /// <summary>True on a terminal: pictures, bars and cut labels; false: everything, one line a row.</summary>
    bool IsTerminal { get; }

    /// <summary>Columns that fit; no limit where nothing is cut.</summary>
    int Width { get; }

    /// <summary>A line of pieces that follow one another directly.</summary>
    void Line(params ReadOnlySpan<Piece> pieces);

    /// <summary>A line of separate facts.</summary>
    void Facts(params ReadOnlySpan<Piece> facts);

    /// <summary>A table.</summary>
    void Table(TextTable table);
}
