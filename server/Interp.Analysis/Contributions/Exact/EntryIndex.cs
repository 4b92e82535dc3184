namespace Interp.Analysis.Contributions;

/// <summary>The entries of a batch in the order of their rows, so that a tile of rows finds its own.</summary>
internal sealed class EntryIndex
{
    private readonly int[] order;
    private readonly int[] rows;
    private readonly int[] starts;

    /// <summary>Indexes <paramref name="batch"/>.</summary>
    public EntryIndex(RowBatch batch)
    {
        order = [.. Enumerable.Range(0, batch.Entries.Count).OrderBy(number => batch.Entries[number].Row)];
        rows = [.. order.Select(number => batch.Entries[number].Row)];
        starts = new int[batch.Rows + 1];
        foreach (var row in rows)
        {
            starts[row + 1]++;
        }

        for (var row = 0; row < batch.Rows; row++)
        {
            starts[row + 1] += starts[row];
        }
    }

    /// <summary>First place and number of the entries of some rows in sequence.</summary>
    public (int First, int Count) OfRows(int firstRow, int count) => (starts[firstRow], starts[firstRow + count] - starts[firstRow]);

    /// <summary>Row of the entry at a place.</summary>
    public int Row(int place) => rows[place];

    /// <summary>Number in the batch of the entry at a place.</summary>
    public int Number(int place) => order[place];
}
