using Interp.Contracts;

namespace Interp.Analysis.Tests.Reports;

/// <summary>Logits that were all not-a-number were shown as token 0 (onnxruntime-genai 2444).</summary>
[TestClass]
public sealed class NotFiniteTests
{
    private static readonly int[] Ids = [3, 17, 42];

    [TestMethod]
    [DataRow("transformer.ln_f.weight", "ln_final.hook_normalized")]
    [DataRow("transformer.ln_f.bias", "ln_final.hook_normalized")]
    public void A_final_norm_that_gives_no_number_is_refused_by_forward(string tensor, string tap)
    {
        using var twin = NotANumber(tensor);

        var refusal = Refusals.Expect(ErrorKind.NotFinite, () => TestModels.Run(new ForwardAnalysis(), new ForwardRequest { Model = twin.Folder, Ids = Ids }));

        Assert.AreEqual(tap, (string?)refusal.Facts?["tap"]);
        Assert.AreEqual(0, (int?)refusal.Facts?["position"]);
    }

    [TestMethod]
    [DataRow("transformer.ln_f.weight", "perLayer")]
    [DataRow("transformer.ln_f.weight", "frozen")]
    [DataRow("transformer.ln_f.weight", "author")]
    [DataRow("transformer.ln_f.bias", "perLayer")]
    [DataRow("transformer.ln_f.bias", "frozen")]
    public void A_final_norm_that_gives_no_number_is_refused_by_lens(string tensor, string mode)
    {
        using var twin = NotANumber(tensor);

        var refusal = Refusals.Expect(
            ErrorKind.NotFinite, () => TestModels.Run(new LensAnalysis(), new LensRequest { Model = twin.Folder, Ids = Ids, Mode = mode }));

        Assert.IsNotNull(refusal.Facts?["tap"]);
        Assert.AreEqual(0, (int?)refusal.Facts?["position"]);
    }

    [TestMethod]
    public void A_layer_that_gives_no_number_is_named()
    {
        using var twin = NotANumber("transformer.h.1.ln_2.weight");

        foreach (var run in new Action[]
        {
            () => TestModels.Run(new ForwardAnalysis(), new ForwardRequest { Model = twin.Folder, Ids = Ids }),
            () => TestModels.Run(new LensAnalysis(), new LensRequest { Model = twin.Folder, Ids = Ids }),
            () => TestModels.Run(new ProjectAnalysis(), new ProjectRequest { Model = twin.Folder, Ids = Ids, Vectors = [new() { Kind = "head", Layer = 2, Head = 0 }] }),
        })
        {
            Assert.AreEqual(1, (int?)Refusals.Expect(ErrorKind.NotFinite, run).Facts?["layer"]);
        }
    }

    private static Twin NotANumber(string tensor) => new("tiny/gpt2", (name, values) =>
    {
        if (name == tensor)
        {
            values[5] = float.NaN;
        }
    });
}
