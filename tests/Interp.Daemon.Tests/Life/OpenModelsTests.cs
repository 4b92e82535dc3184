using Interp.Contracts;
using Interp.Daemon.Tests.Support;
using Interp.Runtime;

namespace Interp.Daemon.Tests.Life;

/// <summary>Models stay open as long as somebody uses them, and follow their files.</summary>
[TestClass]
public sealed class OpenModelsTests
{
    [TestMethod]
    public void A_store_that_is_disposed_keeps_what_is_in_use_and_opens_nothing_more()
    {
        using var model = new WordModel();
        var store = new ModelStore(threads: 1);
        var use = store.BeginUse();
        var open = store.Open(model.Path, CancellationToken.None);

        store.Dispose();

        using (var pass = open.Engine.Forward([1, 2, 3], ["logits"], null, CancellationToken.None))
        {
            Assert.AreEqual(3, pass.Length);
        }

        Assert.IsTrue(store.IsInUse);
        Assert.ThrowsExactly<ObjectDisposedException>(() => store.Open(model.Path, CancellationToken.None));
        Assert.ThrowsExactly<ObjectDisposedException>(store.BeginUse);
        use.Dispose();
        Assert.IsFalse(store.IsInUse);
        Assert.ThrowsExactly<ObjectDisposedException>(() => open.Engine.Forward([1], ["logits"], null, CancellationToken.None));
    }

    [TestMethod]
    public void A_model_whose_file_was_written_anew_is_loaded_anew()
    {
        using var model = new WordModel();
        using var store = new ModelStore(threads: 1) { CopiesWeights = true };
        var first = store.Open(model.Path, CancellationToken.None);
        Assert.AreSame(first, store.Open(model.Path, CancellationToken.None));
        var before = Logit(first);

        var bytes = File.ReadAllBytes(model.Weights);
        BitConverter.TryWriteBytes(bytes.AsSpan(bytes.Length - sizeof(float)), 3.5f);
        File.WriteAllBytes(model.Weights, bytes);
        File.SetLastWriteTimeUtc(model.Weights, new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.IsTrue(first.IsStale);
        var second = store.Open(model.Path, CancellationToken.None);

        Assert.AreNotSame(first, second);
        Assert.AreNotEqual(first.Sha256, second.Sha256);
        Assert.AreNotEqual(before, Logit(second));
    }

    [TestMethod]
    public void A_file_that_was_cut_short_is_refused_and_served_again_when_it_is_whole()
    {
        using var model = new WordModel();
        using var store = new ModelStore(threads: 1) { CopiesWeights = true };
        store.Open(model.Path, CancellationToken.None);
        var bytes = File.ReadAllBytes(model.Weights);

        File.WriteAllBytes(model.Weights, bytes[..(bytes.Length / 2)]);
        var refusal = Assert.ThrowsExactly<InterpException>(() => store.Open(model.Path, CancellationToken.None));
        Assert.AreEqual(ErrorKind.ModelDamaged, refusal.Kind);
        Assert.IsNotNull(refusal.Hint);

        File.WriteAllBytes(model.Weights, bytes);
        Assert.IsNotNull(store.Open(model.Path, CancellationToken.None));
    }

    [TestMethod]
    public void What_a_model_is_is_read_once_with_its_tokenizer_and_anew_when_a_file_has_changed()
    {
        using var model = new WordModel();
        using var store = new ModelStore(threads: 1) { CopiesWeights = true };
        var facts = store.Inspect(model.Path);
        Assert.AreSame(facts, store.Inspect(model.Path));

        var open = store.Open(model.Path, CancellationToken.None);
        Assert.AreSame(facts.Tokenizer, open.Model.Tokenizer);
        Assert.AreSame(facts.Tokenizer, store.Inspect(model.Path).Tokenizer);

        store.Unload(model.Path);
        var unloaded = store.Inspect(model.Path);
        Assert.AreNotSame(facts.Tokenizer, unloaded.Tokenizer);

        File.SetLastWriteTimeUtc(Path.Combine(model.Path, "tokenizer.json"), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.AreNotSame(unloaded.Tokenizer, store.Inspect(model.Path).Tokenizer);
    }

    private static float Logit(OpenModel open)
    {
        using var pass = open.Engine.Forward([1, 2, 3], ["logits"], null, CancellationToken.None);
        return pass["logits"].Row(2)[0];
    }
}
