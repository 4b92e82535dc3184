using System.Text.Json.Nodes;
using Interp.Contracts;

namespace Interp.Analysis.Tests.Reports;

/// <summary>Numbers changed with the company of a prompt (nnsight 672, TransformerLens 1609) or with the length of a list (vllm 44504).</summary>
[TestClass]
public sealed class SameAnswerTests
{
    private static readonly int[] Ids = [3, 17, 42, 99, 5, 8, 120, 77];

    [TestMethod]
    [DataRow("forward")]
    [DataRow("lens")]
    public void A_prompt_has_the_same_answer_in_any_company_and_order(string method)
    {
        int[] one = [7];
        int[] sixty = [.. Enumerable.Range(0, 60)];
        var alone = Answer(method, Ids);

        foreach (var before in new[] { one, sixty })
        {
            Answer(method, before);
            Assert.AreEqual(alone, Answer(method, Ids));
        }
    }

    [TestMethod]
    public void The_same_token_has_the_same_numbers_whatever_the_length_of_the_list()
    {
        var lists = new[] { 3, 10, 50 }.Select(top => TestModels.Run(
            new LensAnalysis(), new LensRequest { Model = TestFiles.Model("tiny/gpt2"), Ids = Ids, Top = top, Target = new TokenChoice { Id = 9 } })).ToArray();

        for (var position = 0; position < Ids.Length; position++)
        {
            for (var row = 0; row < lists[0].Rows.Count; row++)
            {
                var longest = lists[2].Cells[position][row].Top.ToDictionary(token => token.Id);
                foreach (var shorter in lists[..2])
                {
                    Assert.IsTrue(shorter.Cells[position][row].Top.All(token => longest[token.Id] == token));
                    Assert.AreEqual(lists[2].Cells[position][row].Target, shorter.Cells[position][row].Target);
                }
            }
        }
    }

    [TestMethod]
    public void A_followed_token_has_the_numbers_that_it_has_in_the_list()
    {
        var lens = TestModels.Run(
            new LensAnalysis(), new LensRequest { Model = TestFiles.Model("tiny/gpt2"), Ids = Ids, Top = 211, Mid = true, Target = new TokenChoice { Id = 9 } });

        foreach (var cell in lens.Cells.SelectMany(cells => cells))
        {
            var listed = cell.Top.Select((token, place) => (token, place)).Single(entry => entry.token.Id == 9);
            Assert.AreEqual(listed.token, new TokenProbability { Id = 9, Text = "#9", Logit = cell.Target?.Logit ?? 0, LogProb = cell.Target?.LogProb ?? 0, Prob = cell.Target?.Prob ?? 0 });
            Assert.AreEqual(1 + cell.Top.Count(token => token.Logit > listed.token.Logit), cell.Target?.Rank);
        }
    }

    [TestMethod]
    public void Asking_for_a_tap_changes_no_number()
    {
        var request = new ForwardRequest { Model = TestFiles.Model("tiny/llama-gqa"), Ids = Ids };
        var plain = TestModels.Run(new ForwardAnalysis(), request);

        foreach (var taps in new string[][] { ["logits"], ["blocks.*.attn.hook_pattern", "blocks.1.attn.hook_v"], ["*", "blocks.*.*", "blocks.*.*.*", "ln_final.*"] })
        {
            var tapped = TestModels.Run(new ForwardAnalysis(), request with { Taps = taps });
            for (var position = 0; position < Ids.Length; position++)
            {
                CollectionAssert.AreEqual(plain.Predictions?[position].Top.ToArray(), tapped.Predictions?[position].Top.ToArray());
            }
        }
    }

    private static string Answer(string method, int[] ids)
    {
        var answer = TestModels.Answer(new JsonObject
        {
            ["method"] = method,
            ["model"] = TestFiles.Model("tiny/gpt2"),
            ["ids"] = new JsonArray([.. ids.Select(id => (JsonNode)id)]),
        });
        var members = JsonNode.Parse(answer.GetRawText())?.AsObject() ?? [];
        members.Remove("run");
        return members.ToJsonString();
    }
}
