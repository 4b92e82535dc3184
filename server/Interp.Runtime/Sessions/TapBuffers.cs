using Interp.Contracts;
using Interp.Models;
using Interp.Runtime.Graphs;
using Interp.Runtime.Taps;

namespace Interp.Runtime.Sessions;

/// <summary>
/// Memory of one forward pass: every tap that is kept, in one native block, and two scratch streams for the block boundaries that are not.
/// The input of a block and the output of the one before are one tensor.
/// </summary>
internal sealed unsafe class TapBuffers : IDisposable
{
    /// <summary>Offsets are multiples of 16 floats, a cache line.</summary>
    private const int Alignment = 16;

    private readonly Dictionary<string, long> offsets = [];
    private readonly List<(string Name, string Key, int[] Shape)> kept = [];
    private readonly NativeFloats memory;
    private readonly long scratch;
    private readonly long scratchStride;

    /// <summary>Lays out the <paramref name="taps"/> for a prompt of <paramref name="length"/> tokens in memory of <paramref name="pool"/>.</summary>
    /// <exception cref="ArgumentException">The model has no such tap: a bug of the caller.</exception>
    /// <exception cref="InterpException">OutOfMemory: a tap is larger than one tensor may be, or all of them than memory.</exception>
    public TapBuffers(ModelSpec spec, int length, IReadOnlyCollection<string> taps, BlockPool pool)
    {
        var wanted = taps.ToHashSet();
        long next = 0;
        var written = TapName.Embed;
        foreach (var (name, kind) in TapCatalog.AllOf(spec))
        {
            // A block's input is what was written last.
            var key = kind.Name == PartGraphs.Stream ? written : name;
            written = kind.Name == TapCatalog.Output ? name : written;
            if (!wanted.Remove(name))
            {
                continue;
            }

            var shape = kind.Shape(spec, length);
            kept.Add((name, key, shape));
            if (offsets.TryAdd(key, next))
            {
                next += Align(Count(name, shape));
            }
        }

        if (wanted.Count > 0)
        {
            throw new ArgumentException($"The model has no tap {wanted.First()}.", nameof(taps));
        }

        scratch = next;
        scratchStride = Align((long)length * spec.Width);
        MemoryNeed.Check(((next + (2 * scratchStride)) * sizeof(float)) - pool.FreeBytes, "the taps of this prompt", "Ask for fewer taps or use a shorter prompt.");
        memory = new NativeFloats(next + (2 * scratchStride), pool);
    }

    /// <summary>True where the tap of this key is kept.</summary>
    public bool Keeps(string key) => offsets.ContainsKey(key);

    /// <summary>Where the tap of this key goes.</summary>
    public float* At(string key) => memory.At(offsets[key]);

    /// <summary>Where the stream after <paramref name="written"/> blocks goes: the tap where it is kept, else one of the scratch streams in turn.</summary>
    public float* Stream(int written)
    {
        var key = StreamKey(written);
        return memory.At(offsets.TryGetValue(key, out var offset) ? offset : scratch + (written % 2 * scratchStride));
    }

    /// <summary>True where the stream after <paramref name="written"/> blocks is a tap that is kept.</summary>
    public bool KeepsStream(int written) => Keeps(StreamKey(written));

    /// <summary>The values of the tap of this name, to be written.</summary>
    public Memory<float> Memory(string name)
    {
        var (_, key, shape) = kept.First(tap => tap.Name == name);
        return memory.Slice(offsets[key], (int)Count(name, shape));
    }

    /// <summary>Hands over the memory with the taps that are in it.</summary>
    public ForwardPass Finish(ModelInput input)
    {
        var tensors = new Dictionary<string, TapTensor>();
        foreach (var (name, _, shape) in kept)
        {
            tensors.Add(name, new TapTensor(name, shape, Memory(name)));
        }

        return new ForwardPass(input, tensors, [memory]);
    }

    /// <inheritdoc/>
    public void Dispose() => ((IDisposable)memory).Dispose();

    private static string StreamKey(int written) => written == 0 ? TapName.Embed : TapName.ResidPost(written - 1);

    private static long Align(long count) => (count + Alignment - 1) / Alignment * Alignment;

    private static long Count(string name, int[] shape)
    {
        var count = shape.Aggregate(1L, (product, size) => product * size);
        return count <= int.MaxValue ? count : throw new InterpException(
            ErrorKind.OutOfMemory,
            $"The tap {name} of this prompt has {count:N0} entries, more than one tensor may have.",
            "Use a shorter prompt.",
            new() { ["needed"] = count * sizeof(float), ["available"] = (long)int.MaxValue * sizeof(float) });
    }
}
