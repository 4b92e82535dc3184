namespace Interp.Numerics;

/// <summary>Finds what a misspelt name was probably meant to be.</summary>
public static class NearestName
{
    /// <summary>The candidate with the smallest edit distance to <paramref name="name"/> (equal: the one that begins alike longest, then the first), or null when none is near.</summary>
    /// <remarks>Near means: at most half of the longer name would have to be retyped. Case is ignored.</remarks>
    public static string? Of(string name, IEnumerable<string> candidates)
    {
        string? nearest = null;
        var least = (Distance: int.MaxValue, Differing: 0);
        foreach (var candidate in candidates)
        {
            var distance = Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant());
            var measure = (distance, -name.AsSpan().CommonPrefixLength(candidate));
            if (measure.CompareTo(least) < 0 && 2 * distance <= Math.Max(name.Length, candidate.Length))
            {
                (nearest, least) = (candidate, measure);
            }
        }

        return nearest;
    }

    /// <summary>Number of letters to insert, delete, replace or swap with their neighbour to turn one name into the other.</summary>
    public static int Distance(string left, string right)
    {
        // Names of settings are short; a text pasted into the wrong place is not worth a quadratic table.
        const int longest = 64;
        if (left.Length > longest || right.Length > longest)
        {
            return Math.Max(left.Length, right.Length);
        }

        var table = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                table[i, j] = (i, j) switch
                {
                    (0, _) => j,
                    (_, 0) => i,
                    _ => Step(table, left, right, i, j),
                };
            }
        }

        return table[left.Length, right.Length];
    }

    private static int Step(int[,] table, string left, string right, int i, int j)
    {
        var replace = table[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
        var best = Math.Min(replace, Math.Min(table[i - 1, j], table[i, j - 1]) + 1);
        var swapped = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
        return swapped ? Math.Min(best, table[i - 2, j - 2] + 1) : best;
    }
}
