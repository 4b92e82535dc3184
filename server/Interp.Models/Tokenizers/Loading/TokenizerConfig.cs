using System.Globalization;
using System.Text.Json;

namespace Interp.Models.Tokenizers.Loading;

/// <summary>What <c>tokenizer_config.json</c> beside vocabulary files says; empty where there is none.</summary>
internal sealed class TokenizerConfig
{
    private static readonly string[] TokenNames = ["bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"];

    private readonly JsonPart root;

    private TokenizerConfig(JsonElement root)
    {
        this.root = new JsonPart(root, "");
    }

    /// <summary>The class, without the ending "Fast"; null where it is not named.</summary>
    public string? Class => root.Text("tokenizer_class") is { } name
        ? name.EndsWith("Fast", StringComparison.Ordinal) ? name[..^"Fast".Length] : name
        : null;

    /// <summary>The config of a folder.</summary>
    public static TokenizerConfig Of(string folder)
    {
        var path = Path.Combine(folder, "tokenizer_config.json");
        if (!File.Exists(path))
        {
            using var empty = JsonDocument.Parse("{}");
            return new TokenizerConfig(empty.RootElement.Clone());
        }

        using var document = JsonFiles.ReadObject(path);
        return new TokenizerConfig(document.RootElement.Clone());
    }

    /// <summary>True or false, or what holds where it is absent.</summary>
    public bool Flag(string name, bool byDefault) => root.Flag(name, byDefault);

    /// <summary>True or false; null where it is absent.</summary>
    public bool? Flag(string name) => root.Flag(name);

    /// <summary>The text of a control token such as <c>cls_token</c>, or what holds where it is absent.</summary>
    public string? TokenText(string name, string? byDefault) => !root.Element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null
        ? byDefault
        : value.ValueKind == JsonValueKind.Object ? new JsonPart(value, name).RequiredText("content") : JsonPart.TextOf(value, name);

    /// <summary>The control tokens that are named and the tokens added by id, as added tokens; those without an id get the next free one.</summary>
    public List<AddedToken> AddedTokens(Vocabulary vocabulary, params ReadOnlySpan<string> alsoControl)
    {
        List<AddedToken> added = [.. AddedById()];
        foreach (var name in TokenNames)
        {
            if (TokenText(name, null) is { } content)
            {
                Add(root.Element.GetProperty(name), content);
            }
        }

        foreach (var content in alsoControl)
        {
            if (vocabulary.TryGetId(content, out _))
            {
                Add(default, content);
            }
        }

        return added;

        void Add(JsonElement element, string content)
        {
            if (content.Length > 0 && !added.Exists(token => token.Content == content))
            {
                var id = vocabulary.TryGetId(content, out var own) ? own : added.Select(token => token.Id + 1).Append(vocabulary.Size).Max();
                added.Add(element.ValueKind == JsonValueKind.Object
                    ? TokenOf(new JsonPart(element, content), id) with { Special = true }
                    : new AddedToken { Id = id, Content = content, Special = true });
            }
        }
    }

    private IEnumerable<AddedToken> AddedById()
    {
        if (root.Child("added_tokens_decoder") is not { } byId)
        {
            yield break;
        }

        foreach (var entry in byId.Element.EnumerateObject())
        {
            var id = int.TryParse(entry.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= Vocabulary.LargestId
                ? number
                : throw TokenizerProblems.Damaged($"added_tokens_decoder has the id \"{entry.Name}\"");
            yield return TokenOf(new JsonPart(entry.Value, byId.Place), id);
        }
    }

    private static AddedToken TokenOf(JsonPart part, int id) => new()
    {
        Id = id,
        Content = part.RequiredText("content"),
        SingleWord = part.Flag("single_word", false),
        StripsLeft = part.Flag("lstrip", false),
        StripsRight = part.Flag("rstrip", false),
        Normalized = part.Flag("normalized", false),
        Special = part.Flag("special", false),
    };
}
