using CsCheck;

namespace Interp.Runtime.Tests.Support;

/// <summary>Prompts of random token ids.</summary>
internal static class Prompts
{
    /// <summary><paramref name="length"/> ids below <paramref name="vocabulary"/>.</summary>
    public static int[] Random(int length, int vocabulary, uint seed)
    {
        var generator = new PCG(1, seed);
        return [.. Enumerable.Range(0, length).Select(_ => (int)generator.Next((uint)vocabulary))];
    }
}
