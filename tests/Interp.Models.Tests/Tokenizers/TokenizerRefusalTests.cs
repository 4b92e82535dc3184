using Interp.Contracts;
using Interp.Models.Tokenizers;

namespace Interp.Models.Tests.Tokenizers;

/// <summary>Tokenizer files that are damaged or not read: refused in one sentence that names the thing.</summary>
[TestClass]
public sealed class TokenizerRefusalTests
{
    private const string Bpe = """ "model": { "type": "BPE", "vocab": { "a": 0, "b": 1, "ab": 2 }, "merges": ["a b"] } """;

    [TestMethod]
    [DataRow("", ErrorKind.ModelDamaged, "is no JSON")]
    [DataRow("[1]", ErrorKind.ModelDamaged, "holds no object")]
    [DataRow("{}", ErrorKind.ModelDamaged, "model is missing")]
    [DataRow("""{ "model": 3 }""", ErrorKind.ModelDamaged, "model is not an object")]
    [DataRow("""{ "model": { "type": "Trie", "vocab": {} } }""", ErrorKind.ModelUnsupported, "\"Trie\"")]
    [DataRow("""{ "model": { "type": "BPE", "vocab": {}, "merges": [] } }""", ErrorKind.ModelDamaged, "model.vocab is empty")]
    [DataRow("""{ "model": { "type": "BPE", "vocab": { "a": 0 }, "merges": ["a b"] } }""", ErrorKind.ModelDamaged, "a merge needs \"b\"")]
    [DataRow("""{ "model": { "type": "BPE", "vocab": { "a": 0 }, "merges": ["a"] } }""", ErrorKind.ModelDamaged, "model.merges[0] is not two pieces")]
    [DataRow("""{ "model": { "type": "BPE", "vocab": { "a": 4000000000 }, "merges": [] } }""", ErrorKind.ModelDamaged, "4000000000")]
    [DataRow("""{ "model": { "type": "BPE", "vocab": { "a": -1 }, "merges": [] } }""", ErrorKind.ModelDamaged, "-1")]
    [DataRow("""{ "model": { "type": "BPE", "vocab": { "a": 0 }, "merges": [], "unk_token": "?" } }""", ErrorKind.ModelDamaged, "unknown token \"?\"")]
    [DataRow("""{ "model": { "type": "WordPiece", "vocab": { "a": 0 } } }""", ErrorKind.ModelDamaged, "unknown token \"[UNK]\"")]
    [DataRow("""{ "model": { "type": "Unigram", "vocab": [["a", "b"]] } }""", ErrorKind.ModelDamaged, "model.vocab[0]")]
    [DataRow("""{ "model": { "type": "Unigram", "vocab": [["a", -1]], "unk_id": 7 } }""", ErrorKind.ModelDamaged, "model.unk_id is 7")]
    public void A_damaged_or_foreign_model_is_named(string json, ErrorKind kind, string named) => Refused(json, kind, named);

    [TestMethod]
    [DataRow("""{ "normalizer": { "type": "Rot13" },""", ErrorKind.ModelUnsupported, "normalizer has the type \"Rot13\"")]
    [DataRow("""{ "normalizer": { "type": "Precompiled", "precompiled_charsmap": "AAAA" },""", ErrorKind.ModelDamaged, "precompiled replacements")]
    [DataRow("""{ "normalizer": { "type": "Precompiled", "precompiled_charsmap": "%" },""", ErrorKind.ModelDamaged, "no base64")]
    [DataRow("""{ "pre_tokenizer": { "type": "Sequence", "pretokenizers": [{ "type": "UnicodeScripts" }] },""", ErrorKind.ModelUnsupported, "pre_tokenizer.pretokenizers[0] has the type \"UnicodeScripts\"")]
    [DataRow("""{ "pre_tokenizer": { "type": "Split", "pattern": { "Regex": "[\\p{Han}]+" }, "behavior": "Isolated" },""", ErrorKind.ModelUnsupported, "the property Han")]
    [DataRow("""{ "pre_tokenizer": { "type": "Split", "pattern": { "Regex": "[a&&[b]]" }, "behavior": "Isolated" },""", ErrorKind.ModelUnsupported, "intersection")]
    [DataRow("""{ "pre_tokenizer": { "type": "Split", "pattern": { "Regex": "(a" }, "behavior": "Isolated" },""", ErrorKind.ModelUnsupported, "\"(a\"")]
    [DataRow("""{ "pre_tokenizer": { "type": "Split", "pattern": { "String": "a" }, "behavior": "Sideways" },""", ErrorKind.ModelUnsupported, "Sideways")]
    [DataRow("""{ "post_processor": { "type": "TemplateProcessing", "single": [{ "SpecialToken": { "id": "x" } }], "special_tokens": {} },""", ErrorKind.ModelDamaged, "special_tokens.x is missing")]
    [DataRow("""{ "post_processor": { "type": "Magic" },""", ErrorKind.ModelUnsupported, "\"Magic\"")]
    [DataRow("""{ "decoder": { "type": "Magic" },""", ErrorKind.ModelUnsupported, "\"Magic\"")]
    [DataRow("""{ "added_tokens": [{ "content": "x" }],""", ErrorKind.ModelDamaged, "added_tokens[0].id is missing")]
    [DataRow("""{ "added_tokens": [3],""", ErrorKind.ModelDamaged, "added_tokens[0] is no object")]
    public void A_damaged_or_foreign_step_is_named(string json, ErrorKind kind, string named) => Refused(json + Bpe + "}", kind, named);

    [TestMethod]
    public void A_pattern_that_backtracks_for_ever_is_stopped()
    {
        var tokenizer = TokenizerFiles.FromJson(
            """{ "pre_tokenizer": { "type": "Split", "pattern": { "Regex": "(a+)+$x" }, "behavior": "Isolated" },""" + Bpe + "}");
        var problem = Assert.ThrowsExactly<InterpException>(() => tokenizer.Encode(new string('a', 60), special: true));
        Assert.AreEqual(ErrorKind.ModelUnsupported, problem.Kind);
        StringAssert.Contains(problem.Message, "takes longer", StringComparison.Ordinal);
    }

    [TestMethod]
    [TestCategory("R61")]
    public void A_folder_with_a_SentencePiece_file_alone_is_refused_by_its_name()
    {
        var folder = Directory.CreateTempSubdirectory("interp-tokenizer-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "tokenizer_config.json"), """{ "tokenizer_class": "XLMRobertaTokenizer" }""");
            Assert.IsNull(TokenizerLoader.Load(folder.FullName));
            File.WriteAllBytes(Path.Combine(folder.FullName, "sentencepiece.bpe.model"), [1, 2, 3]);
            var problem = Assert.ThrowsExactly<InterpException>(() => TokenizerLoader.Load(folder.FullName));
            Assert.AreEqual(ErrorKind.ModelUnsupported, problem.Kind);
            StringAssert.Contains(problem.Message, "sentencepiece.bpe.model", StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [TestMethod]
    public void Every_cut_of_a_tokenizer_file_is_refused_in_one_voice()
    {
        var whole = File.ReadAllText(Repository.Golden("tokenizers", "files", "xlmr", "tokenizer.json"));
        for (var length = 1; length < whole.Length; length += 997)
        {
            Refused(whole[..length], ErrorKind.ModelDamaged, "is no JSON");
        }
    }

    private static void Refused(string json, ErrorKind kind, string named)
    {
        var problem = Assert.ThrowsExactly<InterpException>(() => TokenizerFiles.FromJson(json));
        Assert.AreEqual(kind, problem.Kind, problem.Message);
        StringAssert.Contains(problem.Message, named, StringComparison.Ordinal);
        Assert.IsFalse(string.IsNullOrEmpty(problem.Hint));
    }
}
