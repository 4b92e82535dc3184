using System.Text.Json;

namespace Interp.Models.Tokenizers.Loading;

/// <summary>Hugging Face's <c>tokenizer.json</c>. Its sections <c>truncation</c> and <c>padding</c> are left out: a prompt is neither cut nor filled up.</summary>
internal static class TokenizerJson
{
    /// <summary>The tokenizer in a file.</summary>
    /// <exception cref="Contracts.InterpException">ModelUnsupported, ModelDamaged, FileProblem.</exception>
    public static ITextTokenizer Read(string path)
    {
        using var document = JsonFiles.ReadObject(path);
        return new TextTokenizer(PartsOf(new JsonPart(document.RootElement, "")));
    }

    private static TokenizerParts PartsOf(JsonPart root)
    {
        var model = JsonModels.Read(root.RequiredChild("model"));
        var steps = new List<ITextSplitter>();
        if (root.Child("pre_tokenizer") is { } splitter)
        {
            JsonSplitters.Read(splitter, steps);
        }

        var after = new List<IPostProcessor>();
        if (root.Child("post_processor") is { } processor)
        {
            JsonPostProcessors.Read(processor, after);
        }

        var decode = root.Child("decoder") is { } decoder ? JsonDecoders.Read(decoder) : piece => piece;
        return new TokenizerParts
        {
            Kind = KindOf(model.Type, steps),
            Vocabulary = model.Vocabulary,
            Model = model.Model,
            Added = ReadAdded(root, model.Vocabulary),
            Normalizer = root.Child("normalizer") is { } normalizer ? JsonNormalizers.Read(normalizer) : null,
            Splitters = steps,
            PostProcessors = after,
            Decode = model.EndOfWordSuffix.Length == 0 ? decode : WithSuffixAsBlank(decode, model.EndOfWordSuffix),
        };
    }

    private static Func<string, string> WithSuffixAsBlank(Func<string, string> decode, string suffix) =>
        piece => piece.EndsWith(suffix, StringComparison.Ordinal) ? decode(piece[..^suffix.Length]) + " " : decode(piece);

    private static string KindOf(string type, List<ITextSplitter> steps) =>
        type != "BPE" ? type : steps.Exists(step => step is ByteLevelSplitter) ? "byte-level BPE" : "BPE";

    private static List<AddedToken> ReadAdded(JsonPart root, Vocabulary vocabulary)
    {
        var added = new List<AddedToken>();
        if (!root.Element.TryGetProperty("added_tokens", out var list) || list.ValueKind == JsonValueKind.Null)
        {
            return added;
        }

        foreach (var token in root.RequiredItems("added_tokens"))
        {
            var content = token.RequiredText("content");
            var id = token.Count("id") ?? throw token.Missing("id");
            if (content.Length == 0)
            {
                continue;
            }

            added.Add(new AddedToken
            {
                // An added token that is an entry has the entry's id.
                Id = vocabulary.TryGetId(content, out var own) ? own : id,
                Content = content,
                SingleWord = token.Flag("single_word", false),
                StripsLeft = token.Flag("lstrip", false),
                StripsRight = token.Flag("rstrip", false),
                Special = token.Flag("special", false),
                Normalized = token.Flag("normalized", !token.Flag("special", false)),
            });
        }

        return added;
    }
}
