using Interp.Models.Tokenizers;

namespace Interp.Models.Tests.Tokenizers;

/// <summary>Tokenizers of the tests.</summary>
internal static class TokenizerFiles
{
    /// <summary>The tokenizer of a fixture, e.g. <c>gpt2</c> or <c>gguf-smollm.gguf</c>.</summary>
    public static ITextTokenizer Fixture(string name) => Load(Repository.Golden("tokenizers", "files", name));

    /// <summary>The tokenizer of the embedded model.</summary>
    public static ITextTokenizer Embedded() => Load(Path.Combine(Repository.Model("smollm2-135m-instruct"), "SmolLM2-135M-Instruct.Q4_1.gguf"));

    public static ITextTokenizer Load(string path) => TokenizerLoader.Load(path) ?? throw new AssertFailedException($"{path} has no tokenizer.");

    /// <summary>A tokenizer.json with the given sections, read from a file of its own.</summary>
    public static ITextTokenizer FromJson(string json)
    {
        var path = Path.Combine(Path.GetTempPath(), $"interp-{Guid.NewGuid():N}.json");
        File.WriteAllText(path, json);
        try
        {
            return Load(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
