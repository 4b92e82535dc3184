namespace Interp.Models;

/// <summary>
/// How the large matrices of a model, those of its blocks and its tables of tokens, lie in memory. Norms, biases and tables of positions are
/// float32 in each, and so is all arithmetic.
/// </summary>
public enum WeightPrecision
{
    /// <summary>float32.</summary>
    F32,

    /// <summary>float16, rounded to nearest even.</summary>
    F16,

    /// <summary>8-bit blocks: those of the file where it has them (Q8_0), else made of what it has.</summary>
    Q8,
}

/// <summary>The precisions by the names that requests and results use.</summary>
public static class WeightPrecisions
{
    /// <summary>The name that leaves the choice to the program.</summary>
    public const string Auto = "auto";

    /// <summary>All names that a request may use, the default first.</summary>
    public static IReadOnlyList<string> Names { get; } = ["f32", "f16", "q8", Auto];

    /// <summary>Name of a precision.</summary>
    public static string NameOf(WeightPrecision precision) => Names[(int)precision];

    /// <summary>The precision of this name; null for <c>auto</c>.</summary>
    /// <exception cref="ArgumentException">There is none: a bug of the caller.</exception>
    public static WeightPrecision? Parse(string name) => name switch
    {
        "f32" => WeightPrecision.F32,
        "f16" => WeightPrecision.F16,
        "q8" => WeightPrecision.Q8,
        Auto => null,
        _ => throw new ArgumentException($"There is no precision \"{name}\".", nameof(name)),
    };

    /// <summary>Bytes that the weights of so many parameters take, about.</summary>
    public static long BytesOf(WeightPrecision precision, long parameters) => precision switch
    {
        WeightPrecision.F32 => parameters * sizeof(float),
        WeightPrecision.F16 => parameters * 2,
        _ => parameters * WeightBlocks.Bytes / WeightBlocks.Entries,
    };

    /// <summary>
    /// What <c>auto</c> stands for: the first of f32 and f16 whose weights take at most half of the memory that is free, else q8. The other
    /// half is for activations and for other programs.
    /// </summary>
    /// <param name="parameters">Of the model.</param>
    /// <param name="available">Bytes that are free.</param>
    public static WeightPrecision Choose(long parameters, long available) =>
        BytesOf(WeightPrecision.F32, parameters) <= available / 2 ? WeightPrecision.F32
        : BytesOf(WeightPrecision.F16, parameters) <= available / 2 ? WeightPrecision.F16
        : WeightPrecision.Q8;
}
