using System.Text;
using CsCheck;
using Interp.Models.Tokenizers;

namespace Interp.Models.Tests.Tokenizers;

/// <summary>What holds for every text.</summary>
[TestClass]
public sealed class TokenizerPropertyTests
{
    private const int Texts = 1_000;

    [TestMethod]
    [DataRow("gpt2")]
    [DataRow("llama3")]
    [DataRow("falcon")]
    [DataRow("opt")]
    [DataRow("gguf-smollm.gguf")]
    [DataRow("gguf-gpt-2.gguf")]
    public void Bytes_of_byte_level_tokens_joined_are_the_bytes_of_the_text(string name)
    {
        var tokenizer = TokenizerFiles.Fixture(name);
        SampleTexts.Any.Sample(
            text =>
            {
                var joined = tokenizer.Encode(text, special: false).Tokens.SelectMany(token => BytesOf(tokenizer.TextOf(token.Id))).ToArray();
                CollectionAssert.AreEqual(Encoding.UTF8.GetBytes(SampleTexts.WellFormed(text)), joined);
            },
            iter: Texts,
            threads: 1);
    }

    [TestMethod]
    [DataRow("gpt2")]
    [DataRow("qwen2")]
    [DataRow("clip")]
    [DataRow("llama2")]
    [DataRow("metaspace-first-split")]
    [DataRow("t5")]
    [DataRow("albert")]
    [DataRow("bert-uncased")]
    [DataRow("bytelevel-added")]
    public void Offsets_lie_in_the_text_and_cut_no_pair(string name)
    {
        var tokenizer = TokenizerFiles.Fixture(name);
        SampleTexts.Any.Sample(
            text =>
            {
                var wellFormed = SampleTexts.WellFormed(text);
                foreach (var token in tokenizer.Encode(text, special: true).Tokens)
                {
                    Assert.IsTrue(token.Start >= 0 && token.Start <= token.End && token.End <= text.Length, $"{token} in {text.Length} units");
                    Assert.IsFalse(CutsPair(wellFormed, token.Start) || CutsPair(wellFormed, token.End), $"{token} cuts a pair");
                }
            },
            iter: Texts,
            threads: 1);
    }

    [TestMethod]
    [DataRow("gpt2")]
    [DataRow("neox")]
    [DataRow("llama2")]
    [DataRow("mistral3")]
    public void Library_and_merger_agree_on_every_piece(string name)
    {
        var model = ByteOrSentencePieces(name);
        var (byLibrary, byMerger) = (new PieceTokens(), new PieceTokens());
        var taken = 0;
        SampleTexts.Any.Select(text => name is "llama2" or "mistral3" ? text.Replace(' ', '▁') : ByteCharacters.Spell(AlignedText.Unchanged(SampleTexts.WellFormed(text), 0)).Text).Sample(
            piece =>
            {
                byLibrary.Clear();
                byMerger.Clear();
                if (piece.Length > 0 && model.TryTokenizeByLibrary(piece, byLibrary))
                {
                    taken++;
                    model.TokenizeByMerger(piece, byMerger);
                    CollectionAssert.AreEqual(byMerger.Tokens, byLibrary.Tokens, piece);
                }
            },
            iter: Texts,
            threads: 1);
        Assert.IsGreaterThan(Texts / 50, taken, "The library had no way for almost all pieces.");
    }

    [TestMethod]
    public void Texts_of_many_pieces_give_the_same_tokens_before_and_after_the_library_is_built()
    {
        // More distinct pieces than the first ones, which are merged without the library.
        var words = Enumerable.Range(0, 6_000).Select(i => $" {(char)('a' + (i % 26))}the{i * 7919 % 10_007:x}er").ToArray();
        var tokenizer = TokenizerFiles.Fixture("gpt2");
        var whole = tokenizer.Encode(string.Concat(words), special: false).Tokens.Select(token => token.Id).ToArray();
        var byThousands = words.Chunk(1_000).SelectMany(some => TokenizerFiles.Fixture("gpt2").Encode(string.Concat(some), special: false).Tokens);
        CollectionAssert.AreEqual(byThousands.Select(token => token.Id).ToArray(), whole);
    }

    [TestMethod]
    public void Several_threads_get_the_tokens_of_one()
    {
        var tokenizer = TokenizerFiles.Fixture("gguf-smollm.gguf");
        var texts = Enumerable.Range(0, 64).Select(i => $"the child {i} was with the ship, 😀 and it's {i * 37} very e\u0301").ToArray();
        var alone = Array.ConvertAll(texts, text => TokenizerFiles.Fixture("gguf-smollm.gguf").Encode(text, special: true).Tokens.ToArray());
        Parallel.For(0, 8 * texts.Length, i =>
            CollectionAssert.AreEqual(alone[i % texts.Length], tokenizer.Encode(texts[i % texts.Length], special: true).Tokens.ToArray()));
    }

    private static BpeModel ByteOrSentencePieces(string name)
    {
        using var document = Interp.Models.Tokenizers.Loading.JsonFiles.ReadObject(Repository.Golden("tokenizers", "files", name, "tokenizer.json"));
        var model = new Interp.Models.Tokenizers.Loading.JsonPart(document.RootElement, "").RequiredChild("model");
        return (BpeModel)Interp.Models.Tokenizers.Loading.JsonModels.Read(model).Model;
    }

    private static bool CutsPair(string text, int unit) =>
        unit > 0 && unit < text.Length && char.IsLowSurrogate(text[unit]) && char.IsHighSurrogate(text[unit - 1]);

    private static byte[] BytesOf(string shown)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < shown.Length;)
        {
            if (i + 6 <= shown.Length && ByteEntries.ByteOf(shown.AsSpan(i, 6)) is >= 0 and var value)
            {
                bytes.Add((byte)value);
                i += 6;
                continue;
            }

            var length = char.IsHighSurrogate(shown[i]) ? 2 : 1;
            bytes.AddRange(Encoding.UTF8.GetBytes(shown.Substring(i, length)));
            i += length;
        }

        return [.. bytes];
    }
}
