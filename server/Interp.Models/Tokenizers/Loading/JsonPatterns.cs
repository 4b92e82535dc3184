namespace Interp.Models.Tokenizers.Loading;

/// <summary>Patterns of a tokenizer.json: <c>{ "String": ... }</c> or <c>{ "Regex": ... }</c>.</summary>
internal static class JsonPatterns
{
    /// <summary>Reads one.</summary>
    public static TextPattern Read(JsonPart part)
    {
        if (part.Text("String") is { } literal)
        {
            return TextPattern.Literal(literal);
        }

        return (part.Text("Regex") ?? throw part.Missing("Regex")) switch
        {
            SplitPatterns.Gpt2Source => SplitPatterns.Gpt2,
            SplitPatterns.Llama3Source => SplitPatterns.Llama3,
            SplitPatterns.Qwen2Source => SplitPatterns.Qwen2,
            var other => TextPattern.Expression(OnigurumaPattern.Translate(other)),
        };
    }
}
