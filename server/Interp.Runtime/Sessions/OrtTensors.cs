using Interp.Models;
using Interp.Runtime.Graphs;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Interp.Runtime.Sessions;

/// <summary>ONNX Runtime tensors over memory that somebody else owns: nothing is copied.</summary>
internal static unsafe class OrtTensors
{
    /// <summary>A float tensor over <paramref name="pointer"/>.</summary>
    public static OrtValue Over(float* pointer, params long[] shape)
    {
        var count = 1L;
        foreach (var size in shape)
        {
            count *= size;
        }

        return OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, TensorElementType.Float, shape, (nint)pointer, count * sizeof(float));
    }

    /// <summary>A float32 weight as its graph sees it.</summary>
    public static OrtValue Over(NamedWeight weight) => Over((float*)weight.Weight.Pointer, weight.Shape);

    /// <summary>A float32 matrix [rows, columns].</summary>
    public static OrtValue Over(Weight matrix) => Over((float*)matrix.Pointer, matrix.Rows, matrix.Columns);

    /// <summary>A vector of integers, copied.</summary>
    public static OrtValue Integers(long[] values) => OrtValue.CreateTensorValueFromMemory(values, [values.Length]);
}
