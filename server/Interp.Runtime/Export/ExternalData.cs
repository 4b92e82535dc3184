using System.Globalization;
using Interp.Runtime.Graphs;
using Onnx;

namespace Interp.Runtime;

/// <summary>Weights in a file of their own beside the graph, as ONNX's external data.</summary>
internal static class ExternalData
{
    /// <summary>Offsets are multiples of this, so that a runtime may map the file on any system.</summary>
    private const long Alignment = 64 << 10;

    /// <summary>Writes the values one after the other and returns their offsets.</summary>
    public static IReadOnlyList<long> Write(Stream stream, IReadOnlyList<NamedWeight> weights, IProgress<long>? written, CancellationToken cancel)
    {
        var offsets = new List<long>();
        long done = 0;
        foreach (var weight in weights)
        {
            var offset = (stream.Position + Alignment - 1) / Alignment * Alignment;
            stream.Write(new byte[offset - stream.Position]);
            offsets.Add(offset);
            OnnxFile.WriteValues(stream, weight, cancel);
            done += weight.Weight.Count * sizeof(float);
            written?.Report(done);
        }

        stream.Flush();
        return offsets;
    }

    /// <summary>Initializers that say where in <paramref name="file"/> their values are.</summary>
    public static IEnumerable<TensorProto> References(IReadOnlyList<NamedWeight> weights, IReadOnlyList<long> offsets, string file) =>
        weights.Zip(offsets, (weight, offset) =>
        {
            var tensor = OnnxFile.Header(weight);
            tensor.DataLocation = TensorProto.Types.DataLocation.External;
            tensor.ExternalData.Add(Entry("location", file));
            tensor.ExternalData.Add(Entry("offset", offset.ToString(CultureInfo.InvariantCulture)));
            tensor.ExternalData.Add(Entry("length", (weight.Weight.Count * sizeof(float)).ToString(CultureInfo.InvariantCulture)));
            return tensor;
        });

    private static StringStringEntryProto Entry(string key, string value) => new() { Key = key, Value = value };
}
