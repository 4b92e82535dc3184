namespace Interp.Analysis.Tests;

/// <summary>Numbers between -1 and 1 that are the same in every run.</summary>
internal sealed class Sequence(uint seed)
{
    private uint state = seed;

    public float Next()
    {
        state = (state * 1664525u) + 1013904223u;
        return ((state >> 8) / 8388608f) - 1;
    }

    public void Fill(Span<float> values)
    {
        foreach (ref var value in values)
        {
            value = Next();
        }
    }

    public float[] Take(int count)
    {
        var values = new float[count];
        Fill(values);
        return values;
    }
}
