using Interp.Contracts;
using Interp.Models;
using Interp.Runtime.Tests.Reference;
using Interp.Runtime.Verification;

namespace Interp.Runtime.Tests.Verification;

/// <summary>Verification of a model that has files: their hashes, and what is kept between runs.</summary>
[TestClass]
public sealed class ModelFilesTests
{
    private static readonly ModelInfo Facts = new() { Name = "gpt2", Family = "gpt2", Order = "pre" };
    private static readonly string Tiny = Path.Combine(TestFiles.Models, "tiny", "gpt2");

    [TestMethod]
    public void The_badge_is_kept_for_the_next_run()
    {
        using var cache = new TemporaryFolder();
        var result = Run(Tiny, cache, open => new ModelVerifier(open).Verify(Facts, null, CancellationToken.None));

        var kept = Run(Tiny, cache, open => open.Verified);

        Assert.AreEqual("verified", result.Badge);
        Assert.AreEqual("verified", kept.Badge);
        Assert.AreEqual(result.WorstTap, kept.WorstTap);

        // JSON is written with nine digits.
        Assert.AreEqual(1, kept.MaxDifference / result.MaxDifference ?? 0, 1e-8);
    }

    [TestMethod]
    public void A_model_that_was_not_verified_on_this_machine_is_unverified()
    {
        using var cache = new TemporaryFolder();

        Assert.AreEqual(new VerifiedInfo { Badge = "unverified" }, Run(Tiny, cache, open => open.Verified));
    }

    [TestMethod]
    public void A_damaged_badge_is_no_badge()
    {
        using var cache = new TemporaryFolder();
        Run(Tiny, cache, open => new ModelVerifier(open).Verify(Facts, null, CancellationToken.None));
        var file = Directory.GetFiles(cache.Path, "verified-*", SearchOption.AllDirectories).Single();
        var bytes = File.ReadAllBytes(file);
        bytes[^3] ^= 1;
        File.WriteAllBytes(file, bytes);

        Assert.AreEqual("unverified", Run(Tiny, cache, open => open.Verified).Badge);
    }

    [TestMethod]
    public void A_changed_file_is_refused_by_the_card_and_has_another_hash()
    {
        using var cache = new TemporaryFolder();
        using var folder = new TemporaryFolder();
        foreach (var file in Directory.GetFiles(Tiny))
        {
            File.Copy(file, Path.Combine(folder.Path, Path.GetFileName(file)));
        }

        var before = Run(folder.Path, cache, open => open.Sha256);
        var weights = Path.Combine(folder.Path, "model.safetensors");
        var bytes = File.ReadAllBytes(weights);
        bytes[^1] ^= 1;
        File.WriteAllBytes(weights, bytes);
        var result = Run(folder.Path, cache, open => new ModelVerifier(open).Verify(Facts, null, CancellationToken.None));

        Assert.AreEqual("refused", result.Badge);
        Assert.AreEqual("sha256 of model.safetensors", result.Checks.Single(check => !check.Passed).Name);
        Assert.IsNull(result.WorstTap);
        Assert.AreEqual("refused", Run(folder.Path, cache, open => open.Verified).Badge);
        Assert.AreNotEqual(before, Run(folder.Path, cache, open => open.Sha256));
    }

    [TestMethod]
    public void The_hash_is_that_of_the_listed_files()
    {
        using var cache = new TemporaryFolder();

        // sha256sum config.json model.safetensors, as lines NAME SHA256, through sha256sum.
        Assert.AreEqual("c8f5b202ecbef5bad4075ffdd15801ba3a365860e46a0a8d7832783cf81be6d8", Run(Tiny, cache, open => open.Sha256));
        Assert.AreEqual("c8f5b202ecbef5bad4075ffdd15801ba3a365860e46a0a8d7832783cf81be6d8", Run(Tiny, cache, open => open.Sha256));
    }

    private static T Run<T>(string path, TemporaryFolder cache, Func<OpenModel, T> use)
    {
        using var model = ModelLoader.Load(path, 1, CancellationToken.None);
        using var engine = new Engine(model, 1);
        return use(new OpenModel(model, engine, new DerivedData(cache.Path)));
    }
}
