using Interp.Contracts;
using Interp.Models;

namespace Interp.Analysis.Tests;

[TestClass]
public sealed class PromptTests
{
    private static readonly SpelledTokenizer Tokenizer = new("a", "b", " Paris", "Lasa", "gna", "?", "c");

    [TestMethod]
    public void A_text_gives_tokens_with_offsets_and_the_tokenizers_warnings()
    {
        using var model = SmallModels.Create(tokenizer: Tokenizer);

        var prompt = Prompt.Read(new ForwardRequest { Text = "a Paris?" }, model);

        CollectionAssert.AreEqual(new[] { 0, 2, 5 }, prompt.Ids.ToArray());
        Assert.AreEqual(new TokenInfo { Id = 2, Text = " Paris", Start = 1, End = 7 }, prompt.Tokens[1]);
        Assert.HasCount(1, prompt.Warnings);
    }

    [TestMethod]
    public void Ids_have_texts_and_no_offsets()
    {
        using var model = SmallModels.Create(tokenizer: Tokenizer);

        Assert.AreEqual(new TokenInfo { Id = 1, Text = "b" }, Prompt.Read(new ForwardRequest { Ids = [1] }, model).Tokens[0]);
    }

    [TestMethod]
    public void Without_a_tokenizer_a_token_is_called_by_its_id()
    {
        using var model = SmallModels.Create();

        Assert.AreEqual("#3", Prompt.Read(new ForwardRequest { Ids = [3] }, model).Tokens[0].Text);
    }

    [TestMethod]
    [DataRow(null, null, ErrorKind.SettingUnknown)]
    [DataRow("a", new[] { 1 }, ErrorKind.SettingUnknown)]
    [DataRow("", null, ErrorKind.PromptEmpty)]
    [DataRow(null, new int[0], ErrorKind.PromptEmpty)]
    [DataRow("ababa", null, ErrorKind.PromptTooLong)]
    [DataRow(null, new[] { 0, 6 }, ErrorKind.OutOfRange)]
    [DataRow(null, new[] { -1 }, ErrorKind.OutOfRange)]
    [DataRow("c", null, ErrorKind.OutOfRange)]
    public void A_prompt_that_cannot_be_served_is_refused(string? text, int[]? ids, ErrorKind kind)
    {
        using var model = SmallModels.Create(tokenizer: Tokenizer);

        Refusals.Expect(kind, () => Prompt.Read(new ForwardRequest { Text = text, Ids = ids }, model));
    }

    [TestMethod]
    public void A_prompt_that_is_too_long_is_refused_with_both_lengths()
    {
        using var model = SmallModels.Create();

        var refusal = Refusals.Expect(ErrorKind.PromptTooLong, () => Prompt.Read(new ForwardRequest { Ids = [0, 0, 0, 0, 0] }, model));

        Assert.AreEqual(5, (int?)refusal.Facts?["length"]);
        Assert.AreEqual(4, (int?)refusal.Facts?["context"]);
    }

    [TestMethod]
    public void Text_without_a_tokenizer_and_types_without_types_are_not_available()
    {
        using var model = SmallModels.Create();

        Refusals.Expect(ErrorKind.NotAvailable, () => Prompt.Read(new ForwardRequest { Text = "a" }, model));
        Refusals.Expect(ErrorKind.NotAvailable, () => Prompt.Read(new ForwardRequest { Ids = [1], TypeIds = [0] }, model));
    }

    [TestMethod]
    public void Types_are_one_a_token_and_rows_of_the_type_embedding()
    {
        using var small = SmallModels.Create();
        var model = new Model { Name = "typed", Spec = small.Spec with { TypeCount = 2 }, Weights = small.Weights, Source = small.Source };

        CollectionAssert.AreEqual(new[] { 0, 1 }, Prompt.Read(new ForwardRequest { Ids = [1, 2], TypeIds = [0, 1] }, model).Input.TypeIds?.ToArray());
        Assert.IsNull(Prompt.Read(new ForwardRequest { Ids = [1] }, model).Input.TypeIds);
        Refusals.Expect(ErrorKind.OutOfRange, () => Prompt.Read(new ForwardRequest { Ids = [1, 2], TypeIds = [0] }, model));
        Refusals.Expect(ErrorKind.OutOfRange, () => Prompt.Read(new ForwardRequest { Ids = [1, 2], TypeIds = [0, 2] }, model));
        Refusals.Expect(ErrorKind.PromptEmpty, () => Prompt.ReadOptional(new ProjectRequest { TypeIds = [0] }, model));
    }

    [TestMethod]
    public void A_prompt_for_a_checkpoint_that_cannot_run_one_is_not_available()
    {
        using var small = SmallModels.Create(tokenizer: Tokenizer);
        var body = new Model { Name = "body", Spec = small.Spec with { HasEmbedding = false }, Weights = small.Weights, Source = small.Source };
        var attention = new Model { Name = "attention", Spec = small.Spec with { FfWidth = 0, Layers = 1 }, Weights = small.Weights, Source = small.Source };

        Refusals.Expect(ErrorKind.NotAvailable, () => Prompt.Read(new ForwardRequest { Ids = [1] }, body));
        Refusals.Expect(ErrorKind.NotAvailable, () => Prompt.Read(new ForwardRequest { Ids = [1] }, attention));
    }

    [TestMethod]
    public void Negative_positions_count_from_the_end_and_others_are_refused_with_the_range()
    {
        using var model = SmallModels.Create();
        var prompt = Prompt.Read(new ForwardRequest { Ids = [0, 1, 2] }, model);

        CollectionAssert.AreEqual(new[] { 2, 0, 0 }, prompt.Positions("positions", [-1, 0, -3]));
        CollectionAssert.AreEqual(new[] { 0, 1, 2 }, prompt.Positions("positions", null));
        var refusal = Refusals.Expect(ErrorKind.OutOfRange, () => prompt.Positions("positions", [0, 3]));
        Assert.AreEqual("positions[1]", (string?)refusal.Facts?["member"]);
        Assert.AreEqual(-3, (int?)refusal.Facts?["first"]);
        Assert.AreEqual(2, (int?)refusal.Facts?["last"]);
    }
}
