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
        var bytes = planned.RowBytes;
        var target = store.WritableBytes(weight, first * bytes, checked((int)((end - first) * bytes)));
        if (planned.Turned)
        {
            // The columns are the lines, and none of its rows is elsewhere.
            planned.ReadStored(first, end - first, target);
        }
        else
        {
            planned.ReadRows(first, end - first, target);
        }
    }
}
