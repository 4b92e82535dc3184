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
    public void Blocks_without_input_norms_and_norms_over_all_heads_agree_with_the_reference() =>
        Check(new() { HeadNorms = true, JointHeadNorms = true, InputNorms = false, BranchNorms = true, Norm = NormKind.Rms, Gated = true, Tied = false });

    [TestMethod]
    public void Norms_on_query_and_key_agree_with_the_reference() => Check(new() { HeadNorms = true, RotaryMagnitude = 1.2, Tied = false });

    [TestMethod]
    public void Post_norm_encoder_agrees_with_the_reference() => Check(new()
    {
        Order = BlockOrder.Post, Norm = NormKind.Layer, Activation = Activation.GeluErf, Gated = false, Causal = false, RotaryDimensions = 0,
        LearnedPositions = true, Biases = true, KvHeads = 4,
    });

    [TestMethod]
    public void Types_embedding_norm_and_masked_head_agree_with_the_reference() => Check(Encoder);

    [TestMethod]
    public void Positions_that_are_counted_past_padding_agree_with_the_reference() => Check(Encoder with { PadId = 1, TypeCount = 1, Vocabulary = 4, Tied = false });

    [TestMethod]
    public void Rotations_that_differ_by_layer_agree_with_the_reference() => Check(new() { Layers = 5, RotaryByLayer = true, RotaryDimensions = 4 });

    [TestMethod]
    public void Window_looks_both_ways_in_an_encoder() => Check(new() { Causal = false, Window = 2 });

    [TestMethod]
    public void Any_combination_of_settings_agrees_with_the_reference() =>
        RandomModel.Any.Sample(model => Check(model, length: (int)(model.Seed % 9) + 1), iter: 60, threads: 1);

    private static readonly RandomModel Encoder = new()
    {
        Order = BlockOrder.Post, Norm = NormKind.Layer, Activation = Activation.GeluErf, Gated = false, Causal = false, RotaryDimensions = 0,
        LearnedPositions = true, Biases = true, KvHeads = 4, TypeCount = 2, EmbeddingNorm = true, HeadActivation = Activation.Silu,
    };

    private static void Check(RandomModel random, int length = 11)
    {
        using var model = random.Build();
        using var engine = new Engine(model, threads: 2);
        var ids = Prompts.Random(length, random.Vocabulary, random.Seed);
        using var pass = engine.Forward(ModelInput.Tokens(ids, random.TypesOf(length)), Compare.AllTaps(model), null, CancellationToken.None);
        Compare.WithReference(pass, model);
    }
}
