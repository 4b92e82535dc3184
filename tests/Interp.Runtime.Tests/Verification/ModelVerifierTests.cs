using Interp.Contracts;
using Interp.Models;
using Interp.Runtime.Tests.Support;
using Interp.Runtime.Verification;

namespace Interp.Runtime.Tests.Verification;

[TestClass]
public sealed class ModelVerifierTests
{
    private static readonly ModelInfo Facts = new() { Name = "random", Family = "random", Order = "pre" };
    private static readonly RandomModel Plain = new() { Layers = 5, Biases = true };

    private static IEnumerable<object[]> Builds() => new RandomModel[]
    {
        new(),
        new() { Norm = NormKind.Layer, Activation = Activation.GeluTanh, Gated = false, KvHeads = 4, RotaryDimensions = 0, LearnedPositions = true, Biases = true },
        new() { Order = BlockOrder.Parallel, Norm = NormKind.Layer, Activation = Activation.GeluErf, Gated = false, RotaryDimensions = 2, Biases = true, Tied = false },
        new() { Layers = 3, Activation = Activation.GeluTanh, BranchNorms = true, ScoreCap = 2, LogitCap = 5, EmbeddingScale = 4.9, Window = 3 },
        new() { HeadNorms = true, RotaryMagnitude = 1.2, Tied = false },
        new() { Activation = Activation.Relu, Gated = false, LearnedPositions = true, PositionOffset = 2 },
        new() { Order = BlockOrder.Post, Norm = NormKind.Layer, Causal = false, Biases = true, LearnedPositions = true, RotaryDimensions = 0 },
        new()
        {
            Order = BlockOrder.Post, Norm = NormKind.Layer, Causal = false, Biases = true, LearnedPositions = true, RotaryDimensions = 0,
            TypeCount = 2, EmbeddingNorm = true, HeadActivation = Activation.GeluErf, PadId = 3,
        },
    }.Select(build => new object[] { build });

    [TestMethod]
    [DynamicData(nameof(Builds))]
    public void A_right_engine_is_verified_on_every_kind_of_model(object build)
    {
        var result = Verify((RandomModel)build);

        Assert.AreEqual("verified", result.Badge, Describe(result));
        Assert.IsTrue(result.Checks.All(check => check.Passed && check.Difference <= check.Limit), Describe(result));
        Assert.IsNotNull(result.WorstTap);
        Assert.IsEmpty(result.Warnings);
    }

    [TestMethod]
    public void Every_tap_identity_and_lens_is_a_check_of_its_own()
    {
        var names = Verify(Plain).Checks.Select(check => check.Name).ToList();

        CollectionAssert.IsSubsetOf(
            Compare.AllTaps(Plain.Build()).Select(TapComparison.WithoutLayer).Distinct().ToList(), names);
        Assert.AreEqual(4, names.Count(name => name.Contains(" = hook_", StringComparison.Ordinal)));
        Assert.AreEqual(2, names.Count(name => name.StartsWith("frozen lens", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void One_changed_gain_is_refused_and_the_tap_where_it_shows_first_is_named()
    {
        var result = Verify(Plain, change: weights => Entry(weights, weights.Layers[2].Ln1?.Gain) += 0.01f);

        Assert.AreEqual("refused", result.Badge);
        Assert.IsTrue(result.Warnings.Any(warning => warning.StartsWith("firstRefused: blocks.2.ln1.hook_normalized ", StringComparison.Ordinal)), Describe(result));
        Assert.IsFalse(result.Checks.Single(check => check.Name == "blocks.*.ln1.hook_normalized").Passed);
        Assert.IsTrue(result.Checks.Single(check => check.Name == "hook_embed").Passed);
    }

    [TestMethod]
    public void A_changed_masked_head_shows_in_logits_and_lens()
    {
        var encoder = (RandomModel)Builds().Last()[0];

        var result = Verify(encoder, change: weights => Entry(weights, weights.HeadTransform?.Norm.Shift ?? weights.Embedding) += 30);

        Assert.AreEqual("refused", result.Badge);
        Assert.IsFalse(result.Checks.Single(check => check.Name == "logits").Passed);
        Assert.IsTrue(result.Checks.Single(check => check.Name == "blocks.*.hook_resid_post").Passed);
        Assert.IsFalse(result.Checks.Single(check => check.Name.StartsWith("lens: ", StringComparison.Ordinal)).Passed);
    }

    [TestMethod]
    public void A_weight_that_is_not_a_number_is_refused()
    {
        var build = Plain.Build();
        Entry(build.Weights, build.Weights.Layers[1].Out) = float.NaN;

        var result = Verify(build, build);

        Assert.AreEqual("refused", result.Badge);
        Assert.IsFalse(result.Checks.Any(check => !double.IsFinite(check.Difference)));
        Assert.IsNotEmpty(result.Warnings);
    }

    [TestMethod]
    public void A_large_model_is_checked_at_its_first_middle_and_last_block()
    {
        var whole = Verify(Plain, largest: -1, change: weights => Entry(weights, weights.Layers[1].Ln1?.Gain) += 0.01f);
        var middle = Verify(Plain, largest: -1, change: weights => Entry(weights, weights.Layers[2].Ln1?.Gain) += 0.01f);

        Assert.AreEqual("verified", whole.Badge, Describe(whole));
        Assert.AreEqual("refused", middle.Badge);
    }

    [TestMethod]
    public void A_cancelled_verification_keeps_nothing()
    {
        using var model = Plain.Build();
        using var engine = new Engine(model, 1);
        var open = new OpenModel(model, engine, new DerivedData(null));
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();

        Assert.Throws<OperationCanceledException>(() => new ModelVerifier(open).Verify(Facts, null, cancel.Token));
        Assert.AreEqual("unverified", open.Verified.Badge);
    }

    [TestMethod]
    public void The_badge_of_a_verification_is_that_of_the_open_model()
    {
        using var model = Plain.Build();
        using var engine = new Engine(model, 1);
        var open = new OpenModel(model, engine, new DerivedData(null));
        var result = new ModelVerifier(open).Verify(Facts, null, CancellationToken.None);

        Assert.AreEqual(new VerifiedInfo { Badge = "verified", WorstTap = result.WorstTap, MaxDifference = result.MaxDifference }, open.Verified);
    }

    [TestMethod]
    public void Every_stage_of_the_work_is_reported()
    {
        var stages = new List<string>();
        using var model = Plain.Build();
        using var engine = new Engine(model, 1);
        new ModelVerifier(new OpenModel(model, engine, new DerivedData(null))).Verify(Facts, new Receiver(stages), CancellationToken.None);

        Assert.AreEqual("reference engine identities lens", string.Join(' ', stages.Distinct()));
    }

    private static VerifyResult Verify(RandomModel build, long largest = long.MaxValue, Action<ModelWeights>? change = null)
    {
        var reference = build.Build();
        change?.Invoke(reference.Weights);
        return Verify(build.Build(), reference, largest);
    }

    private static VerifyResult Verify(Model model, Model reference, long largest = long.MaxValue)
    {
        using (model)
        using (reference)
        using (var engine = new Engine(model, 2))
        {
            var open = new OpenModel(model, engine, new DerivedData(null));
            return new ModelVerifier(open) { ReferenceModel = reference, LargestWholeModel = largest }.Verify(Facts, null, CancellationToken.None);
        }
    }

    /// <summary>An entry in the middle of the first row of a weight.</summary>
    private static ref float Entry(ModelWeights weights, Weight? weight)
    {
        Assert.IsNotNull(weight);
        return ref weights.Store.Writable(weight, 0, 1)[weight.Columns / 2];
    }

    private static string Describe(VerifyResult result) =>
        string.Join('\n', result.Checks.Select(check => $"{check.Name}: {check.Difference} of {check.Limit}").Concat(result.Warnings));

    /// <summary>Receives at once, on the thread that reports.</summary>
    private sealed class Receiver(List<string> stages) : IProgress<VerificationProgress>
    {
        public void Report(VerificationProgress value) => stages.Add(value.Stage);
    }
}
