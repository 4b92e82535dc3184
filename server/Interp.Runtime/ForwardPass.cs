namespace Interp.Runtime;

/// <summary>One run of the model over a prompt with the taps that were asked for. Owns their memory.</summary>
public sealed class ForwardPass : IDisposable
{
    private readonly IReadOnlyDictionary<string, TapTensor> taps;
    private readonly IReadOnlyList<IDisposable> owned;

    /// <summary>A pass over <paramref name="input"/> with its <paramref name="taps"/>, whose memory <paramref name="owned"/> holds.</summary>
    public ForwardPass(ModelInput input, IReadOnlyDictionary<string, TapTensor> taps, IReadOnlyList<IDisposable> owned)
    {
        Input = input;
        this.taps = taps;
        this.owned = owned;
    }

    /// <summary>What was run.</summary>
    public ModelInput Input { get; }

    /// <summary>T.</summary>
    public int Length => Input.Length;

    /// <summary>Names of the taps that were kept, in stream order.</summary>
    public IEnumerable<string> Names => taps.Keys;

    /// <summary>A tap that was asked for.</summary>
    /// <exception cref="KeyNotFoundException">It was not asked for: a bug of the caller.</exception>
    public TapTensor this[string name] => taps[name];

    public bool Has(string name) => taps.ContainsKey(name);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var item in owned)
        {
            item.Dispose();
        }
    }
}
