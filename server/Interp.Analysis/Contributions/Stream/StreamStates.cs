using Interp.Models;

namespace Interp.Analysis.Contributions;

/// <summary>Numbering of the states of the stream at one position: 0 the zero vector, then before and after attention of each layer, then the end.</summary>
internal static class StreamStates
{
    /// <summary>The zero vector, to which the embedding is added.</summary>
    public const int Zero = 0;

    /// <summary>A distribution that gives every token the same probability; no state of the stream.</summary>
    public const int Uniform = -1;

    /// <summary>Block input.</summary>
    public static int Pre(int layer) => 1 + (2 * layer);

    /// <summary>Between attention and feed-forward.</summary>
    public static int Mid(int layer) => 2 + (2 * layer);

    /// <summary>The final residual.</summary>
    public static int Final(int layers) => 1 + (2 * layers);

    /// <summary>Number of states of a model with so many layers.</summary>
    public static int Count(int layers) => 2 + (2 * layers);

    /// <summary>The state that a branch adds to: parallel blocks have one for both.</summary>
    public static int BaseOf(int layer, bool isAttention, BlockOrder order) =>
        isAttention || order == BlockOrder.Parallel ? Pre(layer) : Mid(layer);
}
