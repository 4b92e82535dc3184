using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Interp.Analysis.Tests;

/// <summary>A copy of a float32 safetensors checkpoint with some of its numbers changed, in a temporary folder.</summary>
internal sealed class Twin : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("interp-twin-");

    /// <summary>Copies the model named <paramref name="name"/> and shows <paramref name="change"/> every tensor by name.</summary>
    public Twin(string name, TensorChange change)
    {
        foreach (var file in Directory.EnumerateFiles(TestFiles.Model(name)))
        {
            File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)));
        }

        var path = Path.Combine(Folder, "model.safetensors");
        var bytes = File.ReadAllBytes(path);
        var headerLength = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        using var header = JsonDocument.Parse(bytes.AsMemory(8, headerLength));
        foreach (var tensor in header.RootElement.EnumerateObject().Where(member => member.Name != "__metadata__"))
        {
            var offsets = tensor.Value.GetProperty("data_offsets");
            var (from, to) = (offsets[0].GetInt32(), offsets[1].GetInt32());
            if (tensor.Value.GetProperty("dtype").GetString() == "F32")
            {
                change(tensor.Name, MemoryMarshal.Cast<byte, float>(bytes.AsSpan(8 + headerLength + from, to - from)));
            }
        }

        File.WriteAllBytes(path, bytes);
    }

    /// <summary>The copy.</summary>
    public string Folder => folder.FullName;

    /// <inheritdoc/>
    public void Dispose() => folder.Delete(recursive: true);
}

/// <summary>Changes the numbers of a tensor in place.</summary>
internal delegate void TensorChange(string name, Span<float> values);
