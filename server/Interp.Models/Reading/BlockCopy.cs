namespace Interp.Models.Reading;

/// <summary>Copies the lines of one weight as the file has them, in another order.</summary>
internal sealed class BlockCopy(PlannedWeight planned, Weight weight, WeightStore store) : IWeightCopy
{
    private const int PieceLines = 256;

    /// <inheritdoc/>
    public IEnumerable<Action> Pieces()
    {
        var lines = planned.Turned ? weight.Columns : weight.Rows;
        for (var start = 0; start < lines; start += PieceLines)
        {
            var (first, end) = (start, Math.Min(start + PieceLines, lines));
            yield return () => Copy(first, end);
        }
    }

    private void Copy(int first, int end)
    {
        for (var number = first; number < end; number++)
        {
            // Of a turned matrix the columns are the lines, and none of its rows is elsewhere.
            var line = planned.Bytes(planned.Turned ? number : planned.SourceOf(number), 1);
            line.CopyTo(store.WritableBytes(weight, (long)number * line.Length, line.Length));
        }
    }
}
