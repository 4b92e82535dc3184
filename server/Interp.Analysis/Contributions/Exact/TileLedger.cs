namespace Interp.Analysis.Contributions;

/// <summary>
/// Partial results of the tiles of one product, kept apart until all are there and then taken in the order of the tokens:
/// which worker did which tile changes no digit.
/// </summary>
internal sealed class TileLedger<T>
{
    private readonly List<(int FirstToken, int FirstEntry, T[] Parts)>[] notes;

    /// <summary>A ledger for so many workers.</summary>
    public TileLedger(int workers)
    {
        notes = new List<(int, int, T[])>[workers];
        for (var worker = 0; worker < workers; worker++)
        {
            notes[worker] = [];
        }
    }

    /// <summary>Keeps one tile's parts, one per entry from <paramref name="firstEntry"/> on.</summary>
    public void Note(int worker, int firstToken, int firstEntry, T[] parts) => notes[worker].Add((firstToken, firstEntry, parts));

    /// <summary>Shows every kept part with its entry, tokens ascending.</summary>
    public void Replay(Action<int, T> take)
    {
        foreach (var (_, firstEntry, parts) in notes.SelectMany(list => list).OrderBy(note => note.FirstToken).ThenBy(note => note.FirstEntry))
        {
            for (var index = 0; index < parts.Length; index++)
            {
                take(firstEntry + index, parts[index]);
            }
        }
    }
}
