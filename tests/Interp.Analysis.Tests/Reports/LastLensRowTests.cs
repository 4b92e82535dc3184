using Interp.Contracts;

namespace Interp.Analysis.Tests.Reports;

/// <summary>The last row of a lens gave other logits than the model where weights were not folded beforehand (ViT-Prisma 72, TransformerLens 523).</summary>
[TestClass]
public sealed class LastLensRowTests
{
    private static readonly int[] Ids = [3, 17, 42, 99, 5, 8, 120, 77];

    [TestMethod]
    [DataRow("tiny/gpt2", "frozen")]
    [DataRow("tiny/gpt2", "perLayer")]
    [DataRow("tiny/llama-gqa", "frozen")]
    [DataRow("tiny/llama-gqa", "perLayer")]
    [DataRow("tiny/neox", "frozen")]
    [DataRow("tiny/neox", "perLayer")]
    [DataRow("tiny/opt", "frozen")]
    [DataRow("tiny/opt", "perLayer")]
    [DataRow("tiny/qwen2", "frozen")]
    [DataRow("tiny/gemma2", "perLayer")]
    public void The_last_row_is_the_models_output_however_large_shifts_and_biases_are(string name, string mode)
    {
        using var twin = new Twin(name, LargeShifts);
        var forward = TestModels.Run(new ForwardAnalysis(), new ForwardRequest { Model = twin.Folder, Ids = Ids, Taps = ["logits"] });

        var lens = TestModels.Run(new LensAnalysis(), new LensRequest { Model = twin.Folder, Ids = Ids, Mode = mode, Top = 211 });

        var logits = forward.Taps?["logits"] ?? throw new InvalidOperationException();
        var largest = logits.Data.Max(Math.Abs);
        for (var position = 0; position < Ids.Length; position++)
        {
            var last = lens.Cells[position][^1];
            Assert.HasCount(211, last.Top);
            foreach (var token in last.Top)
            {
                // Float32 sums of numbers as large as the largest logit.
                Assert.AreEqual(logits.Data[(position * 211) + token.Id], token.Logit, 2e-6 * largest);
            }

            Assert.AreEqual(1, last.Target?.Rank);
            Assert.AreEqual(last.Top[0].Id, last.Target?.Id);
        }
    }

    [TestMethod]
    public void Only_the_authors_form_differs_and_says_so()
    {
        using var twin = new Twin("tiny/gpt2", LargeShifts);

        var author = TestModels.Run(new LensAnalysis(), new LensRequest { Model = twin.Folder, Ids = Ids, Mode = "author" });
        var frozen = TestModels.Run(new LensAnalysis(), new LensRequest { Model = twin.Folder, Ids = Ids, Mode = "frozen" });

        Assert.IsTrue(author.Warnings.Any(warning => warning.StartsWith("biasDropped:", StringComparison.Ordinal)));
        Assert.IsFalse(frozen.Warnings.Any(warning => warning.StartsWith("biasDropped:", StringComparison.Ordinal)));
        Assert.AreNotEqual(frozen.Cells[0][^1].Top[0].Logit, author.Cells[0][^1].Top[0].Logit, 1e-2);
    }

    /// <summary>Shifts of norms and biases of branch outputs, as the families call them.</summary>
    private static void LargeShifts(string name, Span<float> values)
    {
        string[] owners = ["ln_", "c_proj", "norm", "out_proj", "fc2", "attention.dense", "dense_4h_to_h"];
        if (name.EndsWith(".bias", StringComparison.Ordinal) && owners.Any(owner => name.Contains(owner, StringComparison.Ordinal)))
        {
            foreach (ref var value in values)
            {
                value *= 30;
            }
        }
    }
}
