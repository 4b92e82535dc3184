using System.Text.Json;
using Interp.Contracts;
using Interp.Models;
using Interp.Runtime.Tests.Reference;
using Interp.Runtime.Tests.Support;

namespace Interp.Runtime.Tests;

/// <summary>Checkpoints without token embeddings run from given rows, and from nothing else.</summary>
[TestClass]
public sealed class GivenEmbeddingsTests
{
    [TestMethod]
    public void Rows_of_hook_embed_give_what_their_tokens_give()
    {
        var random = new RandomModel { Order = BlockOrder.Post, Norm = NormKind.Layer, Causal = false, EmbeddingNorm = true, TypeCount = 2, HeadActivation = Activation.Silu };
        using var model = random.Build();
        using var engine = new Engine(model, 1);
        using var tokens = engine.Forward(ModelInput.Tokens([5, 6, 7], [0, 1, 1]), Compare.AllTaps(model), null, CancellationToken.None);
        var rows = tokens[TapName.Embed].Values.ToArray();
        using var given = engine.Forward(ModelInput.Embedded(rows, model.Spec.Width), Compare.AllTaps(model), null, CancellationToken.None);

        Assert.AreEqual(3, given.Length);
        Compare.SameBits(tokens[TapName.Logits].Values, given[TapName.Logits].Values, "logits");
    }

    [TestMethod]
    public void What_a_checkpoint_lacks_is_named_when_it_is_run()
    {
        using var whole = new RandomModel().Build();
        using var body = With(whole, whole.Spec with { HasEmbedding = false });
        using var attention = With(whole, whole.Spec with { FfWidth = 0 });
        using var bodyEngine = new Engine(body, 1);
        using var attentionEngine = new Engine(attention, 1);

        Refuse("no token embedding", () => bodyEngine.Forward([1], [TapName.Embed], null, CancellationToken.None));
        Refuse("no feed-forward", () => attentionEngine.Forward([1], [TapName.Embed], null, CancellationToken.None));
        Refuse("no feed-forward", () => attentionEngine.Forward(ModelInput.Embedded(new float[24], 24), [TapName.Embed], null, CancellationToken.None));
        bodyEngine.Forward(ModelInput.Embedded(new float[24], 24), [TapName.Embed], null, CancellationToken.None).Dispose();
    }

    [TestMethod]
    [PublishedModel("bert-tiny-sst2")]
    public void A_published_encoder_gives_its_published_states_from_given_embeddings()
    {
        // The fixture's states were computed in float64; those of float32 agree to the digits of float32.
        const double tolerance = 2e-5;
        var folder = Path.Combine(TestFiles.Published, "bert-tiny-sst2");
        using var model = ModelLoader.Load(folder, 2, CancellationToken.None);
        using var engine = new Engine(model, 2);
        using var fixtures = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "fixtures.json")));
        foreach (var sample in fixtures.RootElement.EnumerateObject())
        {
            var rows = Rows(sample.Value.GetProperty("embedding_output")).Select(value => (float)value).ToArray();
            using var pass = engine.Forward(ModelInput.Embedded(rows, model.Spec.Width), [TapName.ResidPost(1)], null, CancellationToken.None);
            var expected = Rows(sample.Value.GetProperty("last_hidden_state")).ToArray();
            var got = pass[TapName.ResidPost(1)].Values;
            Assert.AreEqual(expected.Length, got.Length);
            for (var i = 0; i < expected.Length; i++)
            {
                Assert.AreEqual(expected[i], got[i], tolerance, $"{sample.Name}[{i}]");
            }
        }
    }

    private static IEnumerable<double> Rows(JsonElement rows) => rows.EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(value => value.GetDouble());

    private static Model With(Model model, ModelSpec spec) => new() { Name = "part", Spec = spec, Weights = model.Weights, Source = model.Source };

    private static void Refuse(string named, Action action)
    {
        var refusal = Assert.ThrowsExactly<InterpException>(action);
        Assert.AreEqual(ErrorKind.NotAvailable, refusal.Kind);
        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
    }
}
