using CsCheck;
using Interp.Contracts;
using Interp.Models.Tests;

namespace Interp.Models.Formats.Tests;

/// <summary>Cut, lying and scrambled files are refused with a reason and nothing else.</summary>
[TestClass]
public sealed class DamageTests
{
    [TestMethod]
    public void A_gguf_file_cut_anywhere_is_damaged()
    {
        using var folder = new TemporaryFolder();
        var whole = File.ReadAllBytes(Repository.Golden("gguf", "llama-v2.gguf"));
        var path = folder.File("cut.gguf");
        for (var length = 0; length < whole.Length - 32; length += length < 2048 ? 7 : 499)
        {
            File.WriteAllBytes(path, whole[..length]);
            Refusals.Expect(ErrorKind.ModelDamaged, () => ModelLoader.Inspect(path), "cut.gguf");
        }
    }

    [TestMethod]
    public void A_safetensors_file_cut_anywhere_is_damaged()
    {
        using var model = new SafetensorsModel("gpt2");
        var path = Path.Combine(model.Path, "model.safetensors");
        var whole = File.ReadAllBytes(path);
        for (var length = 0; length < whole.Length; length += length < 4096 ? 61 : 9973)
        {
            File.WriteAllBytes(path, whole[..length]);
            Refusals.Expect(ErrorKind.ModelDamaged, () => ModelLoader.Inspect(Path.GetDirectoryName(path) ?? path));
        }
    }

    [TestMethod]
    public void Scrambled_headers_are_read_or_refused_but_never_crash()
    {
        using var folder = new TemporaryFolder();
        var whole = File.ReadAllBytes(Repository.Golden("gguf", "llama-v2.gguf"));
        var path = folder.File("scrambled.gguf");
        Gen.Select(Gen.Int[4, 2000], Gen.Byte).Array[1, 4].Sample(
            changes =>
            {
                var bytes = whole.ToArray();
                foreach (var (at, value) in changes)
                {
                    bytes[at] = value;
                }

                File.WriteAllBytes(path, bytes);
                try
                {
                    using var model = ModelLoader.Load(path, 1, CancellationToken.None);
                }
                catch (InterpException failure)
                {
                    Assert.IsTrue(failure.Kind is ErrorKind.ModelDamaged or ErrorKind.ModelUnsupported, failure.Message);
                }
            },
            iter: 400,
            threads: 1);
    }

    [TestMethod]
    public void Scrambled_json_is_read_or_refused_but_never_crashes()
    {
        using var model = new SafetensorsModel("gpt2");
        var folder = model.Path;
        var paths = new[] { Path.Combine(folder, "config.json"), Path.Combine(folder, "model.safetensors") };
        var whole = paths.Select(File.ReadAllBytes).ToArray();
        var bytes = Gen.OneOf(Gen.Byte, Gen.Char["\\u0ud8{}[],:\"0123456789-e."].Select(c => (byte)c));
        Gen.Select(Gen.Int[0, 1], Gen.Select(Gen.Int[0, 500], bytes).Array[1, 4]).Sample(
            (file, changes) =>
            {
                var changed = whole[file].ToArray();
                foreach (var (at, value) in changes)
                {
                    changed[at % changed.Length] = value;
                }

                File.WriteAllBytes(paths[1 - file], whole[1 - file]);
                File.WriteAllBytes(paths[file], changed);
                try
                {
                    ModelLoader.Inspect(folder);
                }
                catch (InterpException failure)
                {
                    Assert.IsTrue(failure.Kind is ErrorKind.ModelDamaged or ErrorKind.ModelUnsupported, failure.Message);
                }
            },
            iter: 400,
            threads: 1);
    }

    [TestMethod]
    public void A_half_character_in_a_name_is_damage()
    {
        using var model = new SafetensorsModel("gpt2");
        var config = Path.Combine(model.Path, "config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"gelu_new\"", "\"\\ud800\"", StringComparison.Ordinal));
        Refusals.Expect(ErrorKind.ModelDamaged, () => ModelLoader.Inspect(Path.GetDirectoryName(config) ?? config), "config.json");
    }

    [TestMethod]
    [DataRow(ulong.MaxValue, null)]
    [DataRow(1UL << 40, null)]
    [DataRow(null, ulong.MaxValue)]
    [DataRow(null, 1UL << 40)]
    public void Counts_that_the_file_cannot_hold_are_damaged(ulong? tensors, ulong? keys)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("lying.gguf");
        File.WriteAllBytes(path, new GgufWriter().Text("general.architecture", "llama").Tensor("a", [4], i => i).File(tensors, keys));
        Refusals.Expect(ErrorKind.ModelDamaged, () => ModelLoader.Inspect(path), "lying.gguf");
    }

    [TestMethod]
    public void Tensors_that_share_bytes_are_named()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("shared.gguf");
        File.WriteAllBytes(path, new GgufWriter().Text("general.architecture", "llama").Tensor("first", [64], i => i).Entry("second", [8], 0, 32).File());
        Refusals.Expect(ErrorKind.ModelDamaged, () => ModelLoader.Inspect(path), "first", "second", "share");
    }

    [TestMethod]
    public void An_unreadable_file_is_a_file_problem_with_the_reason_of_the_system()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("locked.gguf");
        File.WriteAllBytes(path, [1, 2, 3, 4]);
        using var locked = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        var failure = Refusals.Expect(ErrorKind.FileProblem, () => ModelLoader.Inspect(path), "locked.gguf");
        Assert.IsNotNull(failure.Facts?["reason"]);
    }

    [TestMethod]
    public void A_byte_tensor_of_odd_length_before_others_changes_nothing()
    {
        using var plain = new SafetensorsModel("llama-gqa");
        using var expected = plain.Load();
        plain.Tensors.Insert(0, ("model.buffer", "U8", [3], [1, 2, 3]));
        using var actual = plain.Load();
        WeightComparison.AssertSame(expected.Weights, actual.Weights);
    }

    [TestMethod]
    public void Bytes_after_the_last_tensor_of_a_safetensors_file_are_counted()
    {
        using var model = new SafetensorsModel("llama-gqa");
        var path = model.Path;
        File.AppendAllText(Path.Combine(path, "model.safetensors"), new string(' ', 100));
        Refusals.Expect(ErrorKind.ModelDamaged, () => ModelLoader.Load(path, 1, CancellationToken.None), "100 of its bytes");
    }

    [TestMethod]
    public void A_cancelled_load_stops()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.ThrowsExactly<OperationCanceledException>(() => ModelLoader.Load(Repository.Model("tiny/gpt2"), 2, cancelled.Token));
    }
}
