using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Interp.Contracts;
using Interp.Daemon.Wire;

namespace Interp.Daemon.Results;

/// <summary>Results as the wire has them: as everywhere, but that large tensors and long lists are kept here and stand as handles.</summary>
internal sealed class ResultJson
{
    /// <summary>Most numbers of a tensor that is written out.</summary>
    public const int LargestTensor = 4096;

    /// <summary>Most cells of a lens that are written out: about 8 MB.</summary>
    public const int MostCells = 16384;
    private readonly JsonSerializerOptions options;

    /// <summary>Keeps what is too large in <paramref name="store"/>.</summary>
    public ResultJson(ResultStore store) => options = new JsonSerializerOptions(InterpJsonContext.Default.Options)
    {
        TypeInfoResolver = InterpJsonContext.Default,
        Converters = { new TensorConverter(store), new CellsConverter(store) },
    };

    /// <summary>The JSON of a record of the contract.</summary>
    public RawJson Of(object value) => RawJson.Of(value, options.GetTypeInfo(value.GetType()));

    private sealed class TensorConverter(ResultStore store) : JsonConverter<TensorData>
    {
        public override TensorData? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize(ref reader, InterpJsonContext.Default.TensorData);

        public override void Write(Utf8JsonWriter writer, TensorData value, JsonSerializerOptions options)
        {
            if (value.Data.Length <= LargestTensor)
            {
                JsonSerializer.Serialize(writer, value, InterpJsonContext.Default.TensorData);
                return;
            }

            writer.WriteStartObject();
            writer.WriteStartArray("shape"u8);
            Array.ForEach(value.Shape, writer.WriteNumberValue);
            writer.WriteEndArray();
            writer.WriteString("dtype"u8, "float32"u8);
            writer.WriteString("handle"u8, store.Keep(new KeptTensor(value), (long)value.Data.Length * sizeof(float)));
            writer.WriteEndObject();
        }
    }

    private sealed class CellsConverter(ResultStore store) : JsonConverter<IReadOnlyList<IReadOnlyList<LensCell>>>
    {
        // Of a cell in memory: five tokens with their texts.
        private const int BytesOfCell = 512;

        public override IReadOnlyList<IReadOnlyList<LensCell>>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize(ref reader, InterpJsonContext.Default.IReadOnlyListIReadOnlyListLensCell);

        public override void Write(Utf8JsonWriter writer, IReadOnlyList<IReadOnlyList<LensCell>> value, JsonSerializerOptions options)
        {
            var cells = value.Sum(row => row.Count);
            if (cells <= MostCells)
            {
                JsonSerializer.Serialize(writer, value, InterpJsonContext.Default.IReadOnlyListIReadOnlyListLensCell);
            }
            else
            {
                var handle = store.Keep(new KeptRows(value), (long)cells * BytesOfCell);
                JsonSerializer.Serialize(writer, new RowsHandle(handle, value.Count), InterpJsonContext.Default.RowsHandle);
            }
        }
    }
}

/// <summary>Cells of a lens under a handle.</summary>
internal sealed record KeptRows(IReadOnlyList<IReadOnlyList<LensCell>> Rows);
