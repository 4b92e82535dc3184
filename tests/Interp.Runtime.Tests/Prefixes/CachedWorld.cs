using System.Runtime.InteropServices;
using Interp.Models;
using Interp.Runtime.Tests.Support;

namespace Interp.Runtime.Tests.Prefixes;

/// <summary>A model with two engines: one keeps prefixes, the other never does. What they say must be the same, bit for bit.</summary>
internal sealed class CachedWorld : IDisposable
{
    private readonly bool ownsModel;

    public CachedWorld(Model model, int threads = 2, long budget = 64L << 20, bool ownsModel = true)
    {
        this.ownsModel = ownsModel;
        Model = model;
        Cached = new Engine(model, threads, budget);
        Plain = new Engine(model, threads);
    }

    public Model Model { get; }

    public Engine Cached { get; }

    public Engine Plain { get; }

    public PrefixStatistics Statistics => Cached.Prefix.Statistics;

    /// <summary>The residual stream at every depth: what a lens reads.</summary>
    public string[] StreamTaps => [TapName.Embed, .. Enumerable.Range(0, Model.Spec.Layers).Select(TapName.ResidPost)];

    /// <summary>Everything that is kept, and what the final norm makes of it.</summary>
    public string[] KeptTaps =>
    [
        .. StreamTaps,
        .. Enumerable.Range(0, Model.Spec.Layers).SelectMany(layer => new[] { TapName.ResidPre(layer), TapName.Key(layer), TapName.Value(layer) }),
        .. Compare.AllTaps(Model).Where(name => name is TapName.FinalScale or TapName.FinalNormalized),
    ];

    /// <summary>Runs both engines and compares all bits; returns the tokens that were reused.</summary>
    public int Check(int[] ids, IReadOnlyCollection<string> taps)
    {
        var before = Statistics.TokensReused;
        using var cached = Cached.Forward(ids, taps, null, CancellationToken.None);
        using var plain = Plain.Forward(ids, taps, null, CancellationToken.None);
        foreach (var name in taps)
        {
            CollectionAssert.AreEqual(plain[name].Shape.ToArray(), cached[name].Shape.ToArray(), name);
            SameBits(plain[name].Values, cached[name].Values, name, ids.Length);
        }

        return (int)(Statistics.TokensReused - before);
    }

    public void Run(int[] ids) => Cached.Forward(ids, StreamTaps, null, CancellationToken.None).Dispose();

    public void Dispose()
    {
        Cached.Dispose();
        Plain.Dispose();
        if (ownsModel)
        {
            Model.Dispose();
        }
    }

    private void SameBits(ReadOnlySpan<float> expected, ReadOnlySpan<float> got, string name, int length)
    {
        // As whole numbers: a zero and a negative zero are different bits.
        var same = MemoryMarshal.Cast<float, int>(expected).CommonPrefixLength(MemoryMarshal.Cast<float, int>(got));
        if (same < expected.Length)
        {
            Assert.Fail($"{Model.Name}, {length} tokens: {name}[{same}] is {got[same]:R} with the cache, {expected[same]:R} without.");
        }
    }
}
