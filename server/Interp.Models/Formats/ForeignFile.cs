using System.Buffers.Binary;
using System.Security;
using Interp.Contracts;

namespace Interp.Models.Formats;

/// <summary>Files of weights that are not read, told apart by their first bytes, so that the refusal says what they are.</summary>
internal static class ForeignFile
{
    private const int MostHeaderBytes = 28;

    /// <summary>The refusal of the file at <paramref name="path"/>.</summary>
    /// <exception cref="InterpException">FileProblem: it cannot be looked at.</exception>
    public static InterpException Refusal(string path)
    {
        Span<byte> room = stackalloc byte[MostHeaderBytes];
        long length;
        try
        {
            using var file = File.OpenHandle(path);
            length = RandomAccess.GetLength(file);
            room = room[..RandomAccess.Read(file, room, 0)];
        }
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException or SecurityException or NotSupportedException)
        {
            throw ModelProblems.Unreadable(path, reason);
        }

        return Refusal(path, room, length);
    }

    private static InterpException Refusal(string path, ReadOnlySpan<byte> start, long length)
    {
        // The archive of torch.save, or the bare pickle of older ones.
        if (start.StartsWith("PK\u0003\u0004"u8) || start is [0x80, >= 2 and <= 5, ..])
        {
            return ModelProblems.Unsupported(
                path, "its weights are pickled, and pickles are never opened", "Convert them to safetensors, e.g. with save_pretrained(safe_serialization=True).");
        }

        if (start.StartsWith("24ka"u8) || IsLlama2C(start, length))
        {
            return ModelProblems.Unsupported(
                path, "it is a checkpoint of llama2.c, which is not read", "Convert it to GGUF with llama-convert-llama2c-to-ggml of llama.cpp.");
        }

        if (start.StartsWith("lmgg"u8) || start.StartsWith("fmgg"u8) || start.StartsWith("tjgg"u8))
        {
            return ModelProblems.Unsupported(path, "it is a GGML file, the format before GGUF", "Convert the model again with a present-day converter.");
        }

        return ModelProblems.Unsupported(
            path, "it is of no format that is read", "A model is a .gguf file, or a folder with config.json and model.safetensors.");
    }

    /// <summary>The first form of llama2.c has no mark: seven sizes, and as many float32 as they ask for.</summary>
    private static bool IsLlama2C(ReadOnlySpan<byte> start, long length)
    {
        if (start.Length < MostHeaderBytes)
        {
            return false;
        }

        Span<long> sizes = stackalloc long[7];
        for (var i = 0; i < sizes.Length; i++)
        {
            // A vocabulary below zero says that the head is a matrix of its own.
            sizes[i] = Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(start[(i * sizeof(int))..]));
            if (sizes[i] is 0 or > 1 << 20)
            {
                return false;
            }
        }

        var (width, ffWidth, layers, heads, groups, vocabulary, context) = (sizes[0], sizes[1], sizes[2], sizes[3], sizes[4], sizes[5], sizes[6]);
        if (width % heads != 0 || heads % groups != 0)
        {
            return false;
        }

        var layer = (2 * width) + (2 * width * width) + (2 * width * (width / heads * groups)) + (3 * width * ffWidth);
        var head = BinaryPrimitives.ReadInt32LittleEndian(start[(5 * sizeof(int))..]) < 0 ? vocabulary * width : 0;
        var floats = (vocabulary * width) + (layers * layer) + width + (context * (width / heads)) + head;
        return length == MostHeaderBytes + (floats * sizeof(float));
    }
}
