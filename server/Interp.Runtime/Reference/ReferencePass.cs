namespace Interp.Runtime.Reference;

/// <summary>The activations of one reference run by tap name.</summary>
public sealed class ReferencePass
{
    private readonly Dictionary<string, ReferenceTensor> taps = [];

    /// <summary>Names of the taps, in the order in which they were computed.</summary>
    public IEnumerable<string> Names => taps.Keys;

    /// <summary>A tap.</summary>
    /// <exception cref="KeyNotFoundException">The model has no such tap: a bug of the caller.</exception>
    public ReferenceTensor this[string name] => taps[name];

    /// <summary>Keeps <paramref name="tensor"/> as tap <paramref name="name"/> and hands it on.</summary>
    public ReferenceTensor Keep(string name, ReferenceTensor tensor)
    {
        taps.Add(name, tensor);
        return tensor;
    }
}
