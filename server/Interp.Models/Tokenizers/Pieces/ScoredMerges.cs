namespace Interp.Models.Tokenizers;

/// <summary>
/// The merges that a SentencePiece vocabulary implies: every cut of every normal piece into two pieces, best score of the whole first;
/// among equals by piece, then by the ids of the parts, as Hugging Face's converter orders them.
/// </summary>
internal sealed class ScoredMerges(IReadOnlyList<double> scores, Func<int, bool> isNormal) : MergeList
{
    private readonly Lock building = new();
    private IReadOnlyList<(int Left, int Right, int Merged)>? built;

    /// <inheritdoc/>
    public override int Count => built?.Count ?? 0;

    /// <inheritdoc/>
    public override IReadOnlyList<(int Left, int Right, int Merged)> Resolve(Vocabulary vocabulary, string continuingPrefix)
    {
        lock (building)
        {
            return built ??= [.. Cuts(vocabulary).OrderByDescending(merge => scores[merge.Merged])];
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<string>? AsLines(Vocabulary vocabulary)
    {
        var merges = Resolve(vocabulary, "");
        return merges.Any(merge => vocabulary.PieceOf(merge.Merged)?.Contains(' ') ?? true)
            ? null
            : merges.Select(merge => vocabulary.PieceOf(merge.Left) + " " + vocabulary.PieceOf(merge.Right));
    }

    private IEnumerable<(int Left, int Right, int Merged)> Cuts(Vocabulary vocabulary)
    {
        var cuts = new List<(int Left, int Right, int Merged)>();
        for (var id = 0; id < scores.Count; id++)
        {
            if (!isNormal(id) || vocabulary.PieceOf(id) is not { } piece || vocabulary.IdOf(piece) != id)
            {
                continue;
            }

            cuts.Clear();
            for (var cut = 1; cut < piece.Length; cut++)
            {
                var (left, right) = (vocabulary.IdOf(piece.AsSpan(0, cut)), vocabulary.IdOf(piece.AsSpan(cut)));
                if (left >= 0 && right >= 0)
                {
                    cuts.Add((left, right, id));
                }
            }

            cuts.Sort();
            foreach (var merge in cuts)
            {
                yield return merge;
            }
        }
    }
}
