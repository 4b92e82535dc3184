using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Interp.Models.Families;
using Interp.Models.Formats;

namespace Interp.Models.Reading;

/// <summary>A weight whose tensor was found and has the right shape, to be read later.</summary>
/// <param name="Tensor">Where it is stored.</param>
/// <param name="Shape">What it becomes.</param>
/// <param name="Turned">True where it is stored the other way round.</param>
/// <param name="Sources">Which index of the stored axis each row (vector: entry) is; null where they are the same.</param>
/// <param name="Scale">What each entry is multiplied by.</param>
/// <param name="Add">Added to each entry of a vector after that.</param>
internal sealed record PlannedWeight(StoredTensor Tensor, SlotShape Shape, bool Turned, int[]? Sources, float Scale, float Add)
{
    /// <summary>Entries of a piece: half a millisecond of work, or one where numbers are rounded.</summary>
    private const int PieceEntries = 1 << 18;

    /// <summary>Entries of a stored row.</summary>
    public int StoredColumns => Shape.Kind == SlotKind.Vector ? (int)Tensor.Count : (int)Tensor.Shape[^1];

    /// <summary>Bytes of a stored row.</summary>
    public long RowBytes => Tensor.RowBytes(StoredColumns);

    /// <summary>Where the rows are one run of stored rows: the first of them; else null.</summary>
    public int? FirstSource
    {
        get
        {
            if (Sources is null)
            {
                return 0;
            }

            for (var i = 1; i < Sources.Length; i++)
            {
                if (Sources[i] != Sources[i - 1] + 1)
                {
                    return null;
                }
            }

            return Sources[0];
        }
    }

    /// <summary>Where it is stored turned: the first entry of each stored row that is the weight's.</summary>
    public int FirstTurned => FirstSource ?? throw new InvalidOperationException($"{Tensor.Name} is stored turned and out of order.");

    /// <summary>Which index of the stored axis a row (vector: entry) is.</summary>
    public int SourceOf(int row) => Sources?[row] ?? row;

    /// <summary>Rows that different threads may do, as they are stored; where they become columns, in multiples of <paramref name="strip"/>.</summary>
    public IEnumerable<(int First, int Count)> Pieces(int strip)
    {
        var total = Turned ? Shape.Columns : Shape.Rows;
        var rows = Math.Max(1, PieceEntries / StoredColumns);
        rows = Turned ? (rows + strip - 1) / strip * strip : rows;
        for (var first = 0; first < total; first += rows)
        {
            yield return (first, Math.Min(rows, total - first));
        }
    }

    /// <summary>Decodes <paramref name="count"/> rows of the weight, wherever each is stored, multiplied by the scale.</summary>
    /// <exception cref="Contracts.InterpException">FileProblem, ModelDamaged: the file cannot be read any more.</exception>
    public void DecodeRows(int first, int count, Span<float> values)
    {
        for (var (row, left) = (first, count); left > 0;)
        {
            var run = RunFrom(row, left);
            Decode(SourceOf(row), run, values[((row - first) * StoredColumns)..]);
            (row, left) = (row + run, left - run);
        }
    }

    /// <summary>Decodes <paramref name="count"/> stored rows, multiplied by the scale.</summary>
    /// <exception cref="Contracts.InterpException">FileProblem, ModelDamaged: the file cannot be read any more.</exception>
    public void Decode(int stored, int count, Span<float> values)
    {
        values = values[..(count * StoredColumns)];
        if (Tensor.Type.Name == "F32" && BitConverter.IsLittleEndian)
        {
            ReadStored(stored, count, MemoryMarshal.AsBytes(values));
        }
        else
        {
            var read = Tensor.Type.Read ?? throw new InvalidOperationException($"{Tensor.Name} was planned without a kernel.");
            var length = checked((int)(count * RowBytes));
            var bytes = ArrayPool<byte>.Shared.Rent(length);
            ReadStored(stored, count, bytes.AsSpan(0, length));
            read(bytes.AsSpan(0, length), values);
            ArrayPool<byte>.Shared.Return(bytes);
        }

        if (Scale != 1)
        {
            TensorPrimitives.Multiply(values, Scale, values);
        }
    }

    /// <summary>The bytes of <paramref name="count"/> rows of the weight, wherever each is stored.</summary>
    /// <exception cref="Contracts.InterpException">FileProblem, ModelDamaged: the file cannot be read any more.</exception>
    public void ReadRows(int first, int count, Span<byte> bytes)
    {
        for (var (row, left) = (first, count); left > 0;)
        {
            var run = RunFrom(row, left);
            ReadStored(SourceOf(row), run, bytes.Slice(checked((int)((row - first) * RowBytes)), checked((int)(run * RowBytes))));
            (row, left) = (row + run, left - run);
        }
    }

    /// <summary>The bytes of <paramref name="count"/> stored rows.</summary>
    /// <exception cref="Contracts.InterpException">FileProblem, ModelDamaged: the file cannot be read any more.</exception>
    public void ReadStored(int row, int count, Span<byte> bytes) => Tensor.File.Read(Tensor.Offset + (row * RowBytes), bytes[..checked((int)(count * RowBytes))]);

    /// <summary>How many rows from one on, up to a most, are stored one behind the other.</summary>
    private int RunFrom(int row, int most)
    {
        if (Sources is null)
        {
            return most;
        }

        var run = 1;
        while (run < most && Sources[row + run] == Sources[row] + run)
        {
            run++;
        }

        return run;
    }
}
