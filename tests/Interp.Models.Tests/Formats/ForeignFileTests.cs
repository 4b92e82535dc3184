using Interp.Contracts;

namespace Interp.Models.Tests.Formats;

/// <summary>What is no format of ours is called by its name, alone and in a folder.</summary>
[TestClass]
public sealed class ForeignFileTests
{
    [TestMethod]
    [DataRow("PK\u0003\u0004 archive of torch.save", "pickled", "safetensors")]
    [DataRow("lmgg and more", "GGML", "Convert")]
    [DataRow("24ka and more", "llama2.c", "llama-convert-llama2c-to-ggml")]
    [DataRow("a text", "no format that is read", ".gguf")]
    [DataRow("", "no format that is read", ".gguf")]
    public void A_file_is_told_by_its_first_bytes(string text, string what, string hint) => Refused([.. text.Select(character => (byte)character)], what, hint);

    [TestMethod]
    public void A_bare_pickle_is_never_opened() => Refused([0x80, 2, 99, 111, 115], "pickles are never opened", "safetensors");

    [TestMethod]
    [DataRow(16, false)]
    [DataRow(-16, false)]
    [DataRow(16, true)]
    public void A_checkpoint_of_llama2_c_is_told_by_sizes_that_its_length_fits(int vocabulary, bool isCut)
    {
        // Width 8, feed-forward 12, 2 layers, 4 heads, 2 of keys and values, 10 positions.
        const int layer = 8 + 8 + (2 * 8 * 8) + (2 * 8 * 4) + (3 * 8 * 12);
        var floats = (16 * 8) + (2 * layer) + 8 + (10 * 2) + (vocabulary < 0 ? 16 * 8 : 0);
        int[] header = [8, 12, 2, 4, 2, vocabulary, 10];
        byte[] file = [.. header.SelectMany(BitConverter.GetBytes), .. new byte[(4 * floats) - (isCut ? 1 : 0)]];

        Refused(file, isCut ? "no format that is read" : "a checkpoint of llama2.c", isCut ? ".gguf" : "GGUF");
    }

    [TestMethod]
    public void The_stories260K_of_llama2_c_is_told()
    {
        // The sizes and the length of the published file.
        int[] header = [64, 172, 5, 8, 4, 512, 512];

        Refused([.. header.SelectMany(BitConverter.GetBytes), .. new byte[1_056_540 - 28]], "a checkpoint of llama2.c", "GGUF");
    }

    [TestMethod]
    public void A_config_that_is_damaged_may_be_mended()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(Repository.Model("tiny/llama-gqa"), "model.safetensors"), folder.File("model.safetensors"));
        File.WriteAllText(folder.File("config.json"), """{ "model_type": "llama", """);
        Assert.Contains("Mend", Refusals.Expect(ErrorKind.ModelDamaged, () => ModelLoader.Inspect(folder.Path), "config.json").Hint ?? "", StringComparison.Ordinal);

        using var other = new SafetensorsModel("llama-gqa").With("hidden_size", "96");
        Assert.Contains("config.json", Refusals.Expect(ErrorKind.ModelDamaged, () => ModelLoader.Inspect(other.Path)).Hint ?? "", StringComparison.Ordinal);
    }

    private static void Refused(byte[] bytes, string what, string hint)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("stored.bin");
        File.WriteAllBytes(path, bytes);
        foreach (var named in new[] { path, folder.Path })
        {
            var refusal = Refusals.Expect(ErrorKind.ModelUnsupported, () => ModelLoader.Inspect(named), "stored.bin", what);
            Assert.Contains(hint, refusal.Hint ?? "", StringComparison.Ordinal);
        }
    }
}
