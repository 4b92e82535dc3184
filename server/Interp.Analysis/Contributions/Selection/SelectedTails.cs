using Interp.Contracts;

namespace Interp.Analysis.Contributions;

/// <summary>Both lists of a level, best first, with the scores of what is listed and with what proves the lists.</summary>
internal sealed record SelectedTails(int[] Top, int[] Bottom, IReadOnlyDictionary<int, double> Scores, Certificate Certificate)
{
    /// <summary>The lists that two tails hold.</summary>
    public static SelectedTails Of(Tail top, Tail bottom, Certificate certificate)
    {
        var scores = new Dictionary<int, double>();
        foreach (var (candidate, score) in top.Entries.Concat(bottom.Entries))
        {
            scores[candidate] = score;
        }

        return new SelectedTails([.. top.Entries.Select(entry => entry.Candidate)], [.. bottom.Entries.Select(entry => entry.Candidate)], scores, certificate);
    }
}
