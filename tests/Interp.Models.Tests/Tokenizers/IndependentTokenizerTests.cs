using CsCheck;

namespace Interp.Models.Tests.Tokenizers;

/// <summary>Our tokens against those of Hugging Face's own implementation, on generated texts.</summary>
[TestClass]
[OSCondition(OperatingSystems.Linux)]
public sealed class IndependentTokenizerTests
{
    private const int Texts = 20_000;

    [TestMethod]
    [DataRow("gpt2")]
    [DataRow("llama3")]
    [DataRow("qwen2")]
    [DataRow("neox")]
    [DataRow("falcon")]
    [DataRow("clip")]
    [DataRow("llama2")]
    [DataRow("gemma2")]
    [DataRow("t5")]
    [DataRow("xlmr")]
    [DataRow("albert")]
    [DataRow("bert-variants")]
    [DataRow("opt")]
    [DataRow("mistral3")]
    [DataRow("bert-cased")]
    [DataRow("wordlevel")]
    public void Ids_of_generated_texts_are_those_of_an_independent_implementation(string name)
    {
        var tokenizer = TokenizerFiles.Fixture(name);
        using var independent = new global::Tokenizers.DotNet.Tokenizer(Repository.Golden("tokenizers", "files", name, "tokenizer.json"));
        SampleTexts.Any.Select(SampleTexts.WellFormed).Sample(
            text => CollectionAssert.AreEqual(
                Array.ConvertAll(independent.Encode(text), id => (int)id),
                tokenizer.Encode(text, special: true).Tokens.Select(token => token.Id).ToArray(),
                string.Concat(text.Select(unit => unit is > ' ' and < '\x7F' ? unit.ToString() : $"\\u{(int)unit:X4}"))),
            iter: Texts,
            threads: 1);
    }
}
