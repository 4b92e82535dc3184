using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Interp.Numerics;

/// <summary>Dot products of the rows of a matrix with a vector, the matrix read once and in place.</summary>
public static class RowProducts
{
    /// <summary>products[r] = rows[r] · vector, sums in float32 with eight or more partial sums.</summary>
    /// <param name="rows">[products.Length, vector.Length], row-major.</param>
    /// <param name="vector">[D].</param>
    /// <param name="products">One per row, overwritten.</param>
    public static void Multiply(ReadOnlySpan<float> rows, ReadOnlySpan<float> vector, Span<float> products)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(rows.Length, vector.Length * products.Length);
        var width = vector.Length;
        var row = 0;
        for (; row <= products.Length - 4; row += 4)
        {
            MultiplyFour(rows.Slice(row * width, 4 * width), vector, products.Slice(row, 4));
        }

        for (; row < products.Length; row++)
        {
            products[row] = System.Numerics.Tensors.TensorPrimitives.Dot(rows.Slice(row * width, width), vector);
        }
    }

    /// <summary>The dot product of two float32 vectors, summed in double.</summary>
    public static double DotDouble(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(left.Length, right.Length);
        var low = Vector256<double>.Zero;
        var high = Vector256<double>.Zero;
        var index = 0;
        for (; index <= left.Length - Vector256<float>.Count; index += Vector256<float>.Count)
        {
            var (leftLow, leftHigh) = Vector256.Widen(Vector256.Create(left[index..]));
            var (rightLow, rightHigh) = Vector256.Widen(Vector256.Create(right[index..]));
            low += leftLow * rightLow;
            high += leftHigh * rightHigh;
        }

        var sum = Vector256.Sum(low + high);
        for (; index < left.Length; index++)
        {
            sum += (double)left[index] * right[index];
        }

        return sum;
    }

    // Four rows share each load of the vector; one row's products alone would wait on their own sum.
    private static void MultiplyFour(ReadOnlySpan<float> rows, ReadOnlySpan<float> vector, Span<float> products)
    {
        var width = vector.Length;
        ref var first = ref MemoryMarshal.GetReference(rows);
        ref var factors = ref MemoryMarshal.GetReference(vector);
        var sum0 = Vector256<float>.Zero;
        var sum1 = Vector256<float>.Zero;
        var sum2 = Vector256<float>.Zero;
        var sum3 = Vector256<float>.Zero;
        var column = 0;
        for (; column <= width - Vector256<float>.Count; column += Vector256<float>.Count)
        {
            var factor = Vector256.LoadUnsafe(ref factors, (nuint)column);
            sum0 = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref first, (nuint)column), factor, sum0);
            sum1 = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref first, (nuint)(column + width)), factor, sum1);
            sum2 = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref first, (nuint)(column + (2 * width))), factor, sum2);
            sum3 = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref first, (nuint)(column + (3 * width))), factor, sum3);
        }

        products[0] = Vector256.Sum(sum0) + Rest(rows, vector, 0, column);
        products[1] = Vector256.Sum(sum1) + Rest(rows, vector, 1, column);
        products[2] = Vector256.Sum(sum2) + Rest(rows, vector, 2, column);
        products[3] = Vector256.Sum(sum3) + Rest(rows, vector, 3, column);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Rest(ReadOnlySpan<float> rows, ReadOnlySpan<float> vector, int row, int firstColumn)
    {
        var sum = 0f;
        for (var column = firstColumn; column < vector.Length; column++)
        {
            sum += rows[(row * vector.Length) + column] * vector[column];
        }

        return sum;
    }
}
