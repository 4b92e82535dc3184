namespace Interp.Models.Tests;

/// <summary>Two specifications that must be one, read from files of different formats.</summary>
internal static class SpecComparison
{
    /// <summary>Fails where anything differs; rotations and epsilon, which GGUF holds in float32, by more than that rounds.</summary>
    public static void AssertSame(ModelSpec expected, ModelSpec actual)
    {
        AssertSame(expected.Rotary, actual.Rotary);
        for (var layer = 0; layer < expected.Layers; layer++)
        {
            AssertSame(expected.RotaryOf(layer), actual.RotaryOf(layer));
            Assert.AreEqual(expected.WindowOf(layer), actual.WindowOf(layer), $"window of layer {layer}");
        }

        Assert.AreEqual(expected.NormEpsilon, actual.NormEpsilon, 1e-6 * expected.NormEpsilon);
        Assert.AreEqual(Rest(expected), Rest(actual));
    }

    private static ModelSpec Rest(ModelSpec spec) => spec with { Rotary = null, NormEpsilon = 0, Windows = [], LayerRotaries = [] };

    private static void AssertSame(RotarySpec? expected, RotarySpec? actual)
    {
        Assert.AreEqual(expected?.Dimensions, actual?.Dimensions);
        Assert.AreEqual(expected?.Magnitude, actual?.Magnitude);
        for (var pair = 0; pair < (expected?.Frequencies.Count ?? 0); pair++)
        {
            var frequency = expected?.Frequencies[pair] ?? 0;
            Assert.AreEqual(frequency, actual?.Frequencies[pair] ?? 0, 1e-7 * frequency, $"pair {pair}");
        }
    }
}
