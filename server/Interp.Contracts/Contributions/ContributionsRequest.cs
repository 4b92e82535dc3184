namespace Interp.Contracts;

/// <summary>Which layers, heads and neurons raise or lower one token's log-probability.</summary>
public record ContributionsRequest : AnalysisRequest
{
    /// <summary><c>frozen</c> (default), <c>author</c> or <c>perLayer</c>.</summary>
    public string? Mode { get; init; }

    /// <summary>Analysed position; default -1.</summary>
    public int? Position { get; init; }

    /// <summary>w; default the model's own top token at the position.</summary>
    public TokenChoice? Target { get; init; }

    /// <summary>c: scores become differences.</summary>
    public TokenChoice? Contrast { get; init; }

    /// <summary>Of layers, biases, heads, headPositions, ffNeurons, attentionUnits, attentionNeurons.</summary>
    public string[]? Levels { get; init; }

    /// <summary>Restricts all levels but layers and biases, and the choice of value neurons.</summary>
    public int[]? InLayers { get; init; }

    /// <summary>Length of the lists of most positive scores; default 20.</summary>
    public int? Top { get; init; }

    /// <summary>Length of the lists of most negative scores; default 20.</summary>
    public int? Bottom { get; init; }

    /// <summary>Score of feed-forward neurons; default <c>increase</c>.</summary>
    public string? Score { get; init; }

    /// <summary>Stop the exact selection after so many projections a level.</summary>
    public int? MaxEvaluations { get; init; }

    /// <summary>Tokens per listed neuron and tail; default 0.</summary>
    public int? Words { get; init; }

    /// <summary>Listed heads get the source position that matters most; default false.</summary>
    public bool? Reads { get; init; }

    /// <summary>Named parts that are always evaluated exactly.</summary>
    public PartChoice[]? Rows { get; init; }

    /// <summary>What excited the value neurons.</summary>
    public QueriesRequest? Queries { get; init; }
}

/// <summary><c>contributions</c> as the answer to "where does this come from", with the model's own prediction.</summary>
public sealed record ExplainRequest : ContributionsRequest;

/// <summary>A head, a feed-forward neuron, or (queries only) an attention neuron with its position.</summary>
public sealed record PartChoice
{
    public required int Layer { get; init; }
    public int? Head { get; init; }
    public int? Neuron { get; init; }
    public int? Position { get; init; }
}

/// <summary>Which value neurons to explain, and how.</summary>
public sealed record QueriesRequest
{
    /// <summary><c>ffNeurons</c> (default), <c>attentionNeurons</c>, or a list of parts.</summary>
    public QueriesOf? Of { get; init; }

    /// <summary>Default 10.</summary>
    public int? Count { get; init; }

    /// <summary><c>exact</c> (default) or <c>author</c>.</summary>
    public string? Form { get; init; }

    /// <summary><c>absolute</c> or <c>sum</c>; default by form.</summary>
    public string? Normalise { get; init; }

    /// <summary>Report query neurons; default true.</summary>
    public bool? Neurons { get; init; }

    /// <summary>Length of each tail of query neurons; default 20.</summary>
    public int? Top { get; init; }

    /// <summary>Report the share of every component; default false.</summary>
    public bool? Shares { get; init; }
}
