namespace Interp.Models;

/// <summary>How the entries of a weight lie in memory. What is read of a weight is float32 whatever it is.</summary>
public enum WeightEncoding
{
    /// <summary>IEEE single precision, row after row.</summary>
    F32,

    /// <summary>IEEE half precision, row after row.</summary>
    F16,

    /// <summary>Row after row of blocks as GGUF's Q8_0 has them: a half-precision scale and 32 signed bytes. The last block of a row may have fewer entries.</summary>
    Q8,

    /// <summary>As <see cref="Q8"/>, but column after column: the matrix as a file has it that stores it turned.</summary>
    Q8Turned,
}
