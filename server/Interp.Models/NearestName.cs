namespace Interp.Models;

/// <summary>The known name that a misspelt one most likely means.</summary>
internal static class NearestName
{
    /// <summary>The entry of <paramref name="known"/> with the fewest letters to change, or null where all are far.</summary>
    public static string? Of(string name, IEnumerable<string> known)
    {
        var nearest = known.Select(entry => (Entry: entry, Distance: Distance(name, entry)))
            .OrderBy(pair => pair.Distance).ThenBy(pair => pair.Entry, StringComparer.Ordinal).FirstOrDefault();
        return nearest.Entry is not null && nearest.Distance <= Math.Max(2, nearest.Entry.Length / 2) ? nearest.Entry : null;
    }

    /// <summary>Letters to insert, remove or replace, whatever their case.</summary>
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var replaced = diagonal + (char.ToUpperInvariant(one[i - 1]) == char.ToUpperInvariant(other[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
