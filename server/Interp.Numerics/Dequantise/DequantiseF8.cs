namespace Interp.Numerics;

/// <content>Floats of eight bits.</content>
public static partial class Dequantise
{
    private static readonly float[] SmallExponent = [.. Enumerable.Range(0, 256).Select(bits => E4M3((byte)bits))];

    /// <summary>F8 with 4 bits of exponent and 3 of fraction, without infinities: all bits but the sign set are no number.</summary>
    public static void F8E4M3(ReadOnlySpan<byte> stored, Span<float> values)
    {
        for (var i = 0; i < stored.Length; i++)
        {
            values[i] = SmallExponent[stored[i]];
        }
    }

    /// <summary>F8 with 5 bits of exponent and 2 of fraction: the upper half of a half.</summary>
    public static void F8E5M2(ReadOnlySpan<byte> stored, Span<float> values)
    {
        for (var i = 0; i < stored.Length; i++)
        {
            values[i] = (float)BitConverter.UInt16BitsToHalf((ushort)(stored[i] << 8));
        }
    }

    private static float E4M3(byte bits)
    {
        const int bias = 7;
        var (exponent, fraction) = ((bits >> 3) & 0xF, bits & 7);
        var magnitude = exponent == 0xF && fraction == 7 ? float.NaN
            : exponent == 0 ? MathF.ScaleB(fraction, -bias - 2)
            : MathF.ScaleB(8 + fraction, exponent - bias - 3);
        return (bits & 0x80) != 0 ? -magnitude : magnitude;
    }
}
