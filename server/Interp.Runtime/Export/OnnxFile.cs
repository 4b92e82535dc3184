using System.Runtime.InteropServices;
using Google.Protobuf;
using Interp.Runtime.Graphs;
using Onnx;

namespace Interp.Runtime;

/// <summary>
/// Writes an ONNX model with its weights from their memory, piece by piece. Protobuf's own writer would need each weight as a byte string on the
/// managed heap; here only the lengths are computed beforehand.
/// </summary>
internal static class OnnxFile
{
    private const uint LengthDelimited = 2;
    private const int PieceEntries = 4 << 20;

    /// <summary>Writes <paramref name="model"/> with <paramref name="weights"/> as further initializers.</summary>
    public static void Write(
        Stream stream, ModelProto model, IReadOnlyList<NamedWeight> weights, IProgress<long>? written, CancellationToken cancel)
    {
        var graph = model.Graph;
        var rest = model.Clone();
        rest.Graph = null;
        var headers = weights.Select(Header).ToList();
        var total = graph.CalculateSize() + headers.Zip(weights).Sum(pair => Field(EntryBytes(pair.First, pair.Second)));

        using var output = new CodedOutputStream(stream, bufferSize: 1 << 16, leaveOpen: true);
        rest.WriteTo(output);
        output.WriteTag(Tag(ModelProto.GraphFieldNumber));
        output.WriteUInt64((ulong)total);
        graph.WriteTo(output);
        long done = 0;
        foreach (var (header, weight) in headers.Zip(weights))
        {
            output.WriteTag(Tag(GraphProto.InitializerFieldNumber));
            output.WriteUInt64((ulong)EntryBytes(header, weight));
            header.WriteTo(output);
            output.WriteTag(Tag(TensorProto.RawDataFieldNumber));
            output.WriteUInt64((ulong)Bytes(weight));
            output.Flush();
            WriteValues(stream, weight, cancel);
            done += Bytes(weight);
            written?.Report(done);
        }

        output.Flush();
        stream.Flush();
    }

    /// <summary>The values of a weight, little-endian as ONNX wants them, in pieces.</summary>
    public static void WriteValues(Stream stream, NamedWeight weight, CancellationToken cancel)
    {
        var matrix = weight.Weight;
        var rows = Math.Max(1, PieceEntries / Math.Max(matrix.Columns, 1));
        for (var first = 0; first < matrix.Rows; first += rows)
        {
            cancel.ThrowIfCancellationRequested();
            stream.Write(MemoryMarshal.AsBytes(matrix.RowRange(first, Math.Min(rows, matrix.Rows - first))));
        }
    }

    /// <summary>Name, type and shape of a weight.</summary>
    public static TensorProto Header(NamedWeight weight)
    {
        var header = new TensorProto { Name = weight.Name, DataType = (int)TensorProto.Types.DataType.Float };
        header.Dims.AddRange(weight.Shape);
        return header;
    }

    private static long Bytes(NamedWeight weight) => weight.Weight.Count * sizeof(float);

    private static long EntryBytes(TensorProto header, NamedWeight weight) => header.CalculateSize() + Field(Bytes(weight));

    /// <summary>A length-delimited field of a small number: one byte of tag, the length, the content.</summary>
    private static long Field(long bytes) => 1 + CodedOutputStream.ComputeUInt64Size((ulong)bytes) + bytes;

    private static uint Tag(int field) => ((uint)field << 3) | LengthDelimited;
}
