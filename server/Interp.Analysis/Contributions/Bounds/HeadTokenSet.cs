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
        var tokens = Greatest(probabilities, size);
        var inside = new bool[probabilities.Length];
        foreach (var token in tokens)
        {
            inside[token] = true;
        }

        var rest = 0f;
        for (var token = 0; token < probabilities.Length; token++)
        {
            if (!inside[token])
            {
                rest = Math.Max(rest, probabilities[token]);
            }
        }

        return new HeadTokenSet(tokens, [.. tokens.Select(token => probabilities[token] - rest)], rest);
    }

    private static int[] Greatest(float[] probabilities, int size)
    {
        if (size == probabilities.Length)
        {
            return [.. Enumerable.Range(0, size)];
        }

        var worstFirst = new PriorityQueue<int, (float Probability, int Order)>();
        for (var token = 0; token < probabilities.Length && size > 0; token++)
        {
            var priority = (probabilities[token], -token);
            if (worstFirst.Count < size)
            {
                worstFirst.Enqueue(token, priority);
            }
            else if (worstFirst.TryPeek(out _, out var worst) && worst.Probability < probabilities[token])
            {
                worstFirst.EnqueueDequeue(token, priority);
            }
        }

        return [.. worstFirst.UnorderedItems.Select(item => item.Element).Order()];
    }
}
