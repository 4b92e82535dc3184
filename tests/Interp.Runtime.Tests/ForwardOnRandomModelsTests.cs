using CsCheck;
using Interp.Models;
using Interp.Runtime.Tests.Support;

namespace Interp.Runtime.Tests;

/// <summary>Every member of a specification that changes numbers, against the double-precision forward.</summary>
[TestClass]
public sealed class ForwardOnRandomModelsTests
{
    [TestMethod]
    public void Rms_norm_gated_model_with_grouped_queries_agrees_with_the_reference() => Check(new());

    [TestMethod]
    public void Layer_norm_model_with_learned_positions_and_biases_agrees_with_the_reference() => Check(new()
    {
        Norm = NormKind.Layer, Activation = Activation.GeluTanh, Gated = false, KvHeads = 4, RotaryDimensions = 0, LearnedPositions = true, Biases = true,
    });

    [TestMethod]
    public void Positions_with_an_offset_agree_with_the_reference() => Check(new()
    {
        Norm = NormKind.Layer, Activation = Activation.Relu, Gated = false, RotaryDimensions = 0, LearnedPositions = true, PositionOffset = 2, Biases = true,
    });

    [TestMethod]
    public void Parallel_blocks_with_partial_rotation_agree_with_the_reference() => Check(new()
    {
        Order = BlockOrder.Parallel, Norm = NormKind.Layer, Activation = Activation.GeluErf, Gated = false, RotaryDimensions = 2, Biases = true, Tied = false,
    });

    [TestMethod]
    public void Capped_model_with_branch_norms_and_windows_agrees_with_the_reference() => Check(new()
    {
        Layers = 3, Activation = Activation.GeluTanh, BranchNorms = true, ScoreCap = 2, LogitCap = 5, EmbeddingScale = 4.9, Window = 3,
    });

    [TestMethod]
    public void Norms_on_query_and_key_agree_with_the_reference() => Check(new() { HeadNorms = true, RotaryMagnitude = 1.2, Tied = false });

    [TestMethod]
    public void Post_norm_encoder_agrees_with_the_reference() => Check(new()
    {
        Order = BlockOrder.Post, Norm = NormKind.Layer, Activation = Activation.GeluErf, Gated = false, Causal = false, RotaryDimensions = 0,
        LearnedPositions = true, Biases = true, KvHeads = 4,
    });

    [TestMethod]
    public void Window_looks_both_ways_in_an_encoder() => Check(new() { Causal = false, Window = 2 });

    [TestMethod]
    public void Any_combination_of_settings_agrees_with_the_reference() =>
        Models.Sample(model => Check(model, length: (int)(model.Seed % 9) + 1), iter: 60, threads: 1);

    private static readonly Gen<RandomModel> Models = Gen.Select(
        Gen.Select(Gen.Int[1, 3], Gen.OneOf(1, 2, 4), Gen.OneOf(0, 2, 4, 6), Gen.UInt, Gen.OneOf(1, 2, 7)),
        Gen.Select(Gen.Enum<BlockOrder>(), Gen.Enum<NormKind>(), Gen.Enum<Activation>(), Gen.OneOf<int?>(null, 1, 2, 5), Gen.Double[0.5, 2]),
        Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool),
        (sizes, kinds, flags) => new RandomModel
        {
            Layers = sizes.Item1,
            KvHeads = sizes.Item2,
            RotaryDimensions = sizes.Item3,
            Seed = sizes.Item4,
            FfWidth = 8 * sizes.Item5,
            Order = kinds.Item1,
            Norm = kinds.Item2,
            Activation = kinds.Item3,
            Window = kinds.Item4,
            RotaryMagnitude = kinds.Item5,
            EmbeddingScale = kinds.Item5,
            Gated = flags.Item1,
            Causal = flags.Item2,
            LearnedPositions = flags.Item3,
            Biases = flags.Item4,
            HeadNorms = flags.Item5,
            BranchNorms = flags.Item6,
            ScoreCap = flags.Item7 ? 3 : null,
            LogitCap = flags.Item7 ? 6 : null,
            Tied = flags.Item8,
            PositionOffset = flags.Item8 ? 2 : 0,
        });

    private static void Check(RandomModel random, int length = 11)
    {
        using var model = random.Build();
        using var engine = new Engine(model, threads: 2);
        var ids = Prompts.Random(length, random.Vocabulary, random.Seed);
        using var pass = engine.Forward(ids, Compare.AllTaps(model), null, CancellationToken.None);
        Compare.WithReference(pass, model);
    }
}
