namespace Interp.Models.Formats;

/// <summary>Checks that every table of tensors needs, whatever the format.</summary>
internal static class TensorTable
{
    /// <summary>Bytes of a tensor; wide enough that no announced shape overflows.</summary>
    public static Int128 SizeOf(IReadOnlyList<long> shape, TensorType type)
    {
        Int128 count = 1;
        foreach (var axis in shape)
        {
            count *= axis;
            if (count > long.MaxValue)
            {
                return Int128.MaxValue; // more than any file holds; a later axis of 0 does not make it sound
            }
        }

        return count / type.BlockValues * type.BlockBytes;
    }

    /// <summary>Refuses tensors of one file that share bytes.</summary>
    /// <exception cref="Interp.Contracts.InterpException">ModelDamaged naming both.</exception>
    public static void RefuseOverlaps(IEnumerable<StoredTensor> tensors, string path)
    {
        StoredTensor? before = null;
        foreach (var tensor in tensors.Where(tensor => tensor.Bytes > 0).OrderBy(tensor => tensor.Offset))
        {
            if (before is not null && tensor.Offset < before.Offset + before.Bytes)
            {
                throw ModelProblems.Damaged(path, $"the tensors \"{before.Name}\" and \"{tensor.Name}\" share bytes");
            }

            before = tensor;
        }
    }
}
