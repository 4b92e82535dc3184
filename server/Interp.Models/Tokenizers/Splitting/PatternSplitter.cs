using System.Runtime.InteropServices;

namespace Interp.Models.Tokenizers;

/// <summary>Cuts at the matches of a pattern (or, inverted, at what lies between them).</summary>
internal sealed class PatternSplitter(TextPattern pattern, SplitBehavior behavior, bool inverted = false) : ITextSplitter
{
    /// <inheritdoc/>
    public List<TextPiece> Split(List<TextPiece> pieces)
    {
        var result = new List<TextPiece>(pieces.Count);
        foreach (var piece in pieces)
        {
            if (piece.IsAdded)
            {
                result.Add(piece);
                continue;
            }

            foreach (var (start, end) in Cut(piece.Span))
            {
                if (start < end)
                {
                    result.Add(new TextPiece(piece.Source, piece.Start + start, piece.Start + end));
                }
            }
        }

        return result;
    }

    /// <summary>The pieces of one text.</summary>
    internal List<(int Start, int End)> Cut(ReadOnlySpan<char> text)
    {
        var stretches = Stretches(text);
        var cuts = new List<(int Start, int End)>(stretches.Count);
        switch (behavior)
        {
            case SplitBehavior.MergedWithNext:
                MergeBackwards(stretches, cuts);
                return cuts;
            case SplitBehavior.MergedWithPrevious:
                MergeForwards(stretches, cuts, joins: (isMatch, wasMatch) => isMatch && !wasMatch);
                return cuts;
            case SplitBehavior.Contiguous:
                MergeForwards(stretches, cuts, joins: (isMatch, wasMatch) => isMatch == wasMatch);
                return cuts;
            default:
                foreach (var (start, end, isMatch) in stretches)
                {
                    if (behavior == SplitBehavior.Isolated || !isMatch)
                    {
                        cuts.Add((start, end));
                    }
                }

                return cuts;
        }
    }

    /// <summary>The whole text as matches and what lies between them, in order.</summary>
    private List<(int Start, int End, bool IsMatch)> Stretches(ReadOnlySpan<char> text)
    {
        var matches = pattern.MatchesIn(text);
        var stretches = new List<(int, int, bool)>(matches.Count + 1);
        var at = 0;
        foreach (var (start, end) in matches)
        {
            if (start > at)
            {
                stretches.Add((at, start, inverted));
            }

            stretches.Add((start, end, !inverted));
            at = end;
        }

        if (at < text.Length)
        {
            stretches.Add((at, text.Length, inverted));
        }

        return stretches;
    }

    private static void MergeForwards(List<(int Start, int End, bool IsMatch)> stretches, List<(int Start, int End)> cuts, Func<bool, bool, bool> joins)
    {
        var wasMatch = false;
        foreach (var (start, end, isMatch) in stretches)
        {
            if (joins(isMatch, wasMatch) && cuts.Count > 0)
            {
                CollectionsMarshal.AsSpan(cuts)[^1].End = end;
            }
            else
            {
                cuts.Add((start, end));
            }

            wasMatch = isMatch;
        }
    }

    private static void MergeBackwards(List<(int Start, int End, bool IsMatch)> stretches, List<(int Start, int End)> cuts)
    {
        var wasMatch = false;
        for (var i = stretches.Count - 1; i >= 0; i--)
        {
            var (start, end, isMatch) = stretches[i];
            if (isMatch && !wasMatch && cuts.Count > 0)
            {
                CollectionsMarshal.AsSpan(cuts)[^1].Start = start;
            }
            else
            {
                cuts.Add((start, end));
            }

            wasMatch = isMatch;
        }

        cuts.Reverse();
    }
}
