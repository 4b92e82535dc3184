using Interp.Contracts;

namespace Interp.Daemon.Results;

/// <summary>A tensor under a handle, with its range.</summary>
internal sealed class KeptTensor
{
    /// <summary>Keeps <paramref name="tensor"/>.</summary>
    public KeptTensor(TensorData tensor)
    {
        Shape = tensor.Shape;
        Data = tensor.Data;
        var (least, greatest) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (var value in tensor.Data)
        {
            if (float.IsFinite(value))
            {
                least = Math.Min(least, value);
                greatest = Math.Max(greatest, value);
            }
        }

        Min = least <= greatest ? least : null;
        Max = least <= greatest ? greatest : null;
    }

    public int[] Shape { get; }

    public float[] Data { get; }

    /// <summary>Of all numbers; null where there is none.</summary>
    public float? Min { get; }

    /// <summary>Of all numbers; null where there is none.</summary>
    public float? Max { get; }
}
