using System.Globalization;

namespace Interp.Figures;

/// <summary>Labels of the tokens of one table or picture: two ids with the same text get their ids beside them.</summary>
public sealed class TokenLabels
{
    private readonly HashSet<int> ambiguous;
    private readonly int longest;

    /// <summary>Labels for <paramref name="shown"/>, each cut to <paramref name="longest"/> characters.</summary>
    public TokenLabels(IEnumerable<(int Id, string Text)> shown, int longest = int.MaxValue)
    {
        this.longest = longest;
        ambiguous = [.. shown.Distinct()
            .GroupBy(token => TokenLabel.Of(token.Text, longest), token => token.Id, StringComparer.Ordinal)
            .Where(ids => ids.Count() > 1)
            .SelectMany(ids => ids)];
    }

    /// <summary>The label of a token; <c>#id</c> is added where its text alone does not tell it apart.</summary>
    public string Of(int id, string text)
    {
        var label = TokenLabel.Of(text, longest);
        return ambiguous.Contains(id) ? string.Create(CultureInfo.InvariantCulture, $"{label}#{id}") : label;
    }
}
