using System.Runtime.InteropServices;
using System.Text.Json;
using Interp.Models.Formats.Gguf;
using Interp.Models.Tests;

namespace Interp.Models.Formats.Tests;

/// <summary>Every storage type on blocks with awkward scales and all bit patterns, against values computed elsewhere.</summary>
[TestClass]
public sealed class DequantiseGoldenTests
{
    private static readonly Dictionary<string, JsonElement> Cases = Golden();

    public static IEnumerable<object[]> Names => Cases.Keys.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Every_value_has_the_bits_of_the_golden_file(string name)
    {
        using var file = GgufFile.Open(Repository.Golden("gguf", "dequant-all.gguf"));
        var golden = Cases[name];
        var tensor = file.Tensors[name];
        var type = golden.GetProperty("type").GetString();
        Assert.AreEqual(type, tensor.Type.Name);
        if (tensor.Type.Read is not { } read)
        {
            Assert.IsFalse(golden.GetProperty("must").GetBoolean(), $"{type} has to be read");
            return;
        }

        var expected = MemoryMarshal.Cast<byte, float>(golden.GetProperty("float32").GetBytesFromBase64());
        var values = new float[tensor.Count];
        read(file.File.Bytes(tensor.Offset, (int)tensor.Bytes), values);
        Assert.AreEqual(expected.Length, values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            var same = BitConverter.SingleToInt32Bits(values[i]) == BitConverter.SingleToInt32Bits(expected[i]) || (values[i] == 0 && expected[i] == 0);
            Assert.IsTrue(same, $"{type} entry {i}: {values[i]:R} where {expected[i]:R} belongs");
        }
    }

    private static Dictionary<string, JsonElement> Golden()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Repository.Golden("gguf", "dequant-all.json")));
        return document.RootElement.GetProperty("tensors").EnumerateArray()
            .ToDictionary(tensor => tensor.GetProperty("name").GetString() ?? string.Empty, tensor => tensor.Clone());
    }
}
