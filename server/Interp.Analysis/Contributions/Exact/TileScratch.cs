namespace Interp.Analysis.Contributions;

/// <summary>A line of a tile for each worker of a product.</summary>
internal sealed class TileScratch(int workers)
{
    private readonly float[][] lines = [.. Enumerable.Repeat<float[]>([], workers)];

    /// <summary>Room for <paramref name="tokens"/> values, with whatever was there.</summary>
    public Span<float> Line(int worker, int tokens)
    {
        if (lines[worker].Length < tokens)
        {
            lines[worker] = new float[tokens];
        }

        return lines[worker].AsSpan(0, tokens);
    }
}
