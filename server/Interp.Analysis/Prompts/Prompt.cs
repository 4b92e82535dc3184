using System.Text.Json.Nodes;
using Interp.Contracts;
using Interp.Models;
using Interp.Runtime;

namespace Interp.Analysis;

/// <summary>The tokens of a request's prompt, checked against the model.</summary>
public sealed class Prompt
{
    private Prompt(ModelInput input, IReadOnlyList<TokenInfo> tokens, IReadOnlyList<string> warnings)
    {
        Input = input;
        Tokens = tokens;
        Warnings = warnings;
    }

    /// <summary>What the engine runs.</summary>
    public ModelInput Input { get; }

    /// <summary>[T], each a row of the embedding; never longer than the context, and empty only where embeddings are given instead.</summary>
    public IReadOnlyList<int> Ids => Input.Ids;

    /// <summary>The same with texts, and with offsets where the prompt was given as text.</summary>
    public IReadOnlyList<TokenInfo> Tokens { get; }

    /// <summary>What the tokenizer has to say.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>T.</summary>
    public int Length => Input.Length;

    /// <summary>The refusal of a prompt of more tokens than the model reads.</summary>
    public static InterpException TooLong(string model, int length, int context) => new(
        ErrorKind.PromptTooLong,
        $"The prompt has {length} tokens; {model} reads at most {context}.",
        "Shorten the prompt.",
        new JsonObject { ["length"] = length, ["context"] = context });

    /// <summary>The prompt of a request that needs one.</summary>
    /// <exception cref="InterpException">SettingUnknown (both or neither of text and ids), PromptEmpty, PromptTooLong, OutOfRange, NotAvailable.</exception>
    public static Prompt Read(AnalysisRequest request, Model model) => ReadOptional(request, model) ?? throw new InterpException(
        ErrorKind.SettingUnknown,
        "The request has no prompt: neither `text` nor `ids` is given.",
        "Give one of them.",
        new JsonObject { ["member"] = "text" });

    /// <summary>The prompt of a request, or null where it has none.</summary>
    /// <exception cref="InterpException">SettingUnknown (both of text and ids), PromptEmpty, PromptTooLong, OutOfRange, NotAvailable.</exception>
    public static Prompt? ReadOptional(AnalysisRequest request, Model model)
    {
        if (request.TypeIds is not null && model.Spec.TypeCount == 0)
        {
            throw new InterpException(
                ErrorKind.NotAvailable, $"`typeIds` are given, but {model.Name} has no token types.", "Leave `typeIds` out.", new JsonObject { ["member"] = "typeIds" });
        }

        if (request is { Text: null, Ids: null })
        {
            return request.TypeIds is null ? null : throw Missing("`typeIds`");
        }

        RunnableParts.CheckTokens(model);
        var (tokens, warnings) = (request.Text, request.Ids) switch
        {
            (null, { } ids) => (FromIds(ids, model), (IReadOnlyList<string>)[]),
            ({ } text, null) => FromText(text, model),
            _ => throw Settings.Unknown("ids", "Both `text` and `ids` are given.", "Give one of them."),
        };
        CheckLength(tokens.Count, model);
        return new Prompt(ModelInput.Tokens([.. tokens.Select(token => token.Id)], Types(request.TypeIds, tokens.Count, model)), tokens, warnings);
    }

    /// <summary>A prompt without tokens.</summary>
    internal static Prompt OfEmbeddings(ModelInput input) => new(input, [], []);

    /// <summary>The refusal of a part that needs a prompt.</summary>
    public static InterpException Missing(string what) =>
        new(ErrorKind.PromptEmpty, $"{what} needs a prompt, and none is given.", "Give `text` or `ids`.");

    /// <summary>A position counted from 0; a negative one counts from the end.</summary>
    /// <exception cref="InterpException">OutOfRange with the valid range.</exception>
    public int Position(string member, int position)
    {
        if (position < -Length || position >= Length)
        {
            throw Settings.OutOfRange(member, position, -Length, Length - 1);
        }

        return position < 0 ? position + Length : position;
    }

    /// <summary>Positions in the order given, counted from 0; all when absent.</summary>
    /// <exception cref="InterpException">OutOfRange with the valid range.</exception>
    public int[] Positions(string member, IReadOnlyList<int>? positions) => positions is null
        ? [.. Enumerable.Range(0, Length)]
        : [.. positions.Select((position, index) => Position($"{member}[{index}]", position))];

    private static IReadOnlyList<TokenInfo> FromIds(int[] ids, Model model)
    {
        var rows = model.Weights.Embedding.Rows;
        for (var index = 0; index < ids.Length; index++)
        {
            Settings.Index($"ids[{index}]", ids[index], rows);
        }

        var texts = new TokenTexts(model);
        return [.. ids.Select(id => new TokenInfo { Id = id, Text = texts[id] })];
    }

    private static (IReadOnlyList<TokenInfo> Tokens, IReadOnlyList<string> Warnings) FromText(string text, Model model)
    {
        var tokenizer = model.Tokenizer ?? throw NoTokenizer(model, "text");
        var encoded = tokenizer.Encode(text, special: true);
        var tokens = TokensOf(encoded, new TokenTexts(model));
        var rows = model.Weights.Embedding.Rows;
        return tokens.FirstOrDefault(token => token.Id >= rows) is { } foreign
            ? throw Settings.OutOfRange($"the id of the token \"{foreign.Text}\"", foreign.Id, 0, rows - 1)
            : (tokens, encoded.Warnings);
    }

    /// <summary>The types of a request, one a token, each a row of the type embedding.</summary>
    private static int[]? Types(int[]? typeIds, int length, Model model)
    {
        if (typeIds is not null && typeIds.Length != length)
        {
            throw new InterpException(
                ErrorKind.OutOfRange,
                $"`typeIds` has {typeIds.Length} entries for {length} tokens.",
                "Give one type for each token, special tokens included; `interp tokenize` shows them.",
                new JsonObject { ["member"] = "typeIds", ["length"] = typeIds.Length, ["tokens"] = length });
        }

        for (var index = 0; index < typeIds?.Length; index++)
        {
            Settings.Index($"typeIds[{index}]", typeIds[index], model.Spec.TypeCount);
        }

        return typeIds;
    }

    /// <summary>Encoded tokens with their texts.</summary>
    internal static IReadOnlyList<TokenInfo> TokensOf(TokenizedText encoded, TokenTexts texts) =>
        [.. encoded.Tokens.Select(token => new TokenInfo { Id = token.Id, Text = texts[token.Id], Start = token.Start, End = token.End })];

    /// <summary>The refusal of text for a model without a tokenizer.</summary>
    internal static InterpException NoTokenizer(Model model, string member) => new(
        ErrorKind.NotAvailable, $"`{member}` is text, but {model.Name} has no tokenizer.", "Give token ids instead.", new JsonObject { ["member"] = member });

    private static void CheckLength(int length, Model model)
    {
        if (length == 0)
        {
            throw new InterpException(ErrorKind.PromptEmpty, "The prompt has no token.", "Give a prompt of at least one token.");
        }

        if (length > model.Spec.Context)
        {
            throw TooLong(model.Name, length, model.Spec.Context);
        }
    }
}
