using Interp.Models.Families;

namespace Interp.Models.Reading;

/// <summary>Where and how each weight lies in memory under a precision: where it is in the file, if its bytes there are the weight, else in memory of the store.</summary>
internal sealed class WeightPlacement(WeightPrecision precision, WeightStore store)
{
    /// <summary>Least bytes for which a stored matrix is used where it is instead of being copied.</summary>
    private const long LeastMappedBytes = 1 << 20;

    private static readonly HashSet<WeightSlot> Large =
    [
        WeightSlot.Embedding, WeightSlot.Unembedding, WeightSlot.Query, WeightSlot.Key, WeightSlot.Value, WeightSlot.Output, WeightSlot.In, WeightSlot.Up,
        WeightSlot.Out,
    ];

    private readonly List<IWeightCopy> copies = [];

    /// <summary>What is still to be done to fill the weights that were placed.</summary>
    public IReadOnlyList<IWeightCopy> Copies => copies;

    /// <summary>Bytes of memory that a weight will take.</summary>
    public long BytesFor(WeightSlot slot, PlannedWeight planned)
    {
        var encoding = EncodingOf(slot, planned);
        return MappedAt(planned, encoding) is null ? WeightBlocks.BytesOf(encoding, planned.Shape.Rows, planned.Shape.Columns) : 0;
    }

    /// <summary>The weight of a slot.</summary>
    public Weight Place(WeightSlot slot, PlannedWeight planned)
    {
        var (rows, columns) = (planned.Shape.Rows, planned.Shape.Columns);
        var encoding = EncodingOf(slot, planned);
        var scale = IsAsStored(planned, encoding) && encoding != WeightEncoding.F32 ? planned.Scale : 1;
        if (MappedAt(planned, encoding) is { } pointer)
        {
            return store.Keep(new Weight(store, pointer, rows, columns, encoding, scale), planned.Tensor.File.Share());
        }

        var weight = store.Allocate(rows, columns, encoding, scale);
        copies.Add(encoding == WeightEncoding.F32 ? new WeightCopy(planned, weight, store)
            : IsAsStored(planned, encoding) ? new BlockCopy(planned, weight, store)
            : new CompactCopy(planned, weight, store));
        return weight;
    }

    private WeightEncoding EncodingOf(WeightSlot slot, PlannedWeight planned) => precision switch
    {
        _ when precision == WeightPrecision.F32 || !Large.Contains(slot) => WeightEncoding.F32,
        WeightPrecision.F16 => WeightEncoding.F16,

        // Blocks run along the stored rows: turned ones stay as they are, and whoever reads them turns.
        _ when planned is { Tensor.Type.Name: "Q8_0", Turned: true, FirstSource: 0 } && planned.StoredColumns == planned.Shape.Rows => WeightEncoding.Q8Turned,
        _ => WeightEncoding.Q8,
    };

    /// <summary>True where each line of the weight is one of the file.</summary>
    private static bool IsAsStored(PlannedWeight planned, WeightEncoding encoding) => encoding switch
    {
        WeightEncoding.F32 => planned is { Turned: false, Scale: 1, Add: 0, Tensor.Type.Name: "F32" },
        WeightEncoding.F16 => planned is { Turned: false, Scale: 1, Tensor.Type.Name: "F16" },
        WeightEncoding.Q8 => planned is { Turned: false, Tensor.Type.Name: "Q8_0" },
        _ => true,
    };

    /// <summary>Address of the weight in the file, where its bytes are there.</summary>
    private nint? MappedAt(PlannedWeight planned, WeightEncoding encoding)
    {
        if (!store.MapsFiles || planned.Shape.Kind == SlotKind.Vector || planned.Tensor.Bytes < LeastMappedBytes || !IsAsStored(planned, encoding) || planned.FirstSource is not { } first)
        {
            return null;
        }

        // Blocks are read byte by byte.
        var skipped = encoding == WeightEncoding.Q8Turned ? 0 : first * planned.Tensor.RowBytes(planned.StoredColumns);
        var pointer = planned.Tensor.File.Address(planned.Tensor.Offset + skipped);
        var alignment = encoding switch { WeightEncoding.F32 => sizeof(float), WeightEncoding.F16 => 2, _ => 1 };
        return pointer % alignment == 0 ? pointer : null;
    }
}
