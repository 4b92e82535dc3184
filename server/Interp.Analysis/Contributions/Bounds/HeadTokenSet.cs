using Interp.Numerics;

namespace Interp.Analysis.Contributions;

/// <summary>S: the h most probable tokens of a base (equal probabilities by id), and τ, the greatest probability outside.</summary>
internal sealed class HeadTokenSet
{
    private HeadTokenSet(int[] tokens, float[] weights, double rest)
    {
        Tokens = tokens;
        Weights = weights;
        Rest = rest;
    }

    /// <summary>Ids, [h].</summary>
    public int[] Tokens { get; }

    /// <summary>p_t - τ of each, [h].</summary>
    public float[] Weights { get; }

    /// <summary>τ; 0 when the set holds all tokens.</summary>
    public double Rest { get; }

    /// <summary>The set of size <paramref name="size"/> (at most V; 0 gives the empty set).</summary>
    public static HeadTokenSet Of(float[] probabilities, int size)
    {
        // One more than S: the first token outside has the greatest probability there.
        var ranking = new RankedHeap(Math.Min(size + 1, probabilities.Length), greatest: true);
        ranking.Offer(probabilities, 0);
        var ranked = ranking.Sorted();
        var rest = size < ranked.Length ? ranked[size].Value : 0;
        var tokens = Array.ConvertAll(ranked[..Math.Min(size, ranked.Length)], entry => entry.Id);
        Array.Sort(tokens);
        return new HeadTokenSet(tokens, Array.ConvertAll(tokens, token => probabilities[token] - rest), rest);
    }
}
