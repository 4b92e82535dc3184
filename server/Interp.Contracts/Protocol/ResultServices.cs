using System.Text.Json;

namespace Interp.Contracts;

/// <summary>Params of <c>interp/readTile</c>: a block of a tensor that is kept under a handle.</summary>
public sealed record TileParams
{
    public required string Handle { get; init; }

    /// <summary>First index of each axis.</summary>
    public required int[] Start { get; init; }

    /// <summary>Length along each axis.</summary>
    public required int[] Count { get; init; }

    /// <summary><c>float32</c> (default), <c>float16</c> or <c>uint8</c>.</summary>
    public string? Dtype { get; init; }
}

/// <summary>
/// A block of a tensor, row-major, little-endian, at most 256 KB. Null entries are not-a-number in float tiles and 0 in
/// <c>uint8</c>, where b &gt;= 1 stands for min + (b - 1)/254 (max - min).
/// </summary>
public sealed record Tile
{
    public required int[] Shape { get; init; }
    public required string Dtype { get; init; }

    /// <summary>Base64.</summary>
    public required string Data { get; init; }

    /// <summary>Of the whole tensor without nulls; absent where every entry is null.</summary>
    public float? Min { get; init; }
    public float? Max { get; init; }
}

/// <summary>Params of <c>interp/readRows</c>: rows of a list that is kept under a handle.</summary>
public sealed record RowsParams
{
    public required string Handle { get; init; }

    /// <summary>First row.</summary>
    public required int Start { get; init; }

    /// <summary>Rows wanted; fewer come at the end.</summary>
    public required int Count { get; init; }
}

/// <summary>Rows of the cells of a lens: [position][row].</summary>
public sealed record RowsResult
{
    public required IReadOnlyList<IReadOnlyList<LensCell>> Rows { get; init; }

    /// <summary>Number of rows of the whole list.</summary>
    public required int Total { get; init; }
}

/// <summary>A list that is too long for one message: its rows are read by <c>interp/readRows</c>.</summary>
public sealed record RowsHandle(string Handle, int Count);

/// <summary>Params of <c>interp/release</c>.</summary>
public sealed record HandleParams
{
    public required string Handle { get; init; }
}

/// <summary>Result of <c>interp/release</c>: false where the handle was gone already.</summary>
public sealed record ReleaseResult(bool Released);

/// <summary>Params of <c>interp/figure</c>. A result of the same request that is still kept is drawn as it is.</summary>
public sealed record FigureParams
{
    /// <summary>The request, with its <c>method</c>.</summary>
    public required JsonElement Request { get; init; }

    /// <summary><c>svg</c> (default) or <c>png</c>.</summary>
    public string? Format { get; init; }
}

/// <summary>A picture: SVG as text, PNG in base64.</summary>
public sealed record FigureResult(string Format, string Data);

/// <summary>Params of <c>interp/commandLine</c>: a request with its <c>method</c>.</summary>
public sealed record RequestParams
{
    public required JsonElement Request { get; init; }
}

/// <summary>Params of <c>interp/html</c>: a request with its <c>method</c>, and what is opened in the view.</summary>
public sealed record HtmlParams
{
    public required JsonElement Request { get; init; }

    /// <summary>The view's own data, which the page hands to it as they are: it cannot ask for more.</summary>
    public JsonElement? Opened { get; init; }
}

/// <summary>Result of <c>interp/html</c>: a page that needs no other file.</summary>
public sealed record HtmlResult(string Html);

/// <summary>Result of <c>interp/commandLine</c>: what gives the same result in a POSIX shell.</summary>
public sealed record CommandLineResult(string Command);
