using System.Text.Json.Nodes;
using Interp.Contracts;
using Interp.Models;

namespace Interp.Analysis;

/// <summary>The tokens of a request's prompt, checked against the model.</summary>
public sealed class Prompt
{
    private Prompt(IReadOnlyList<int> ids, IReadOnlyList<TokenInfo> tokens, IReadOnlyList<string> warnings)
    {
        Ids = ids;
        Tokens = tokens;
        Warnings = warnings;
    }

    /// <summary>[T], each a row of the embedding; never empty, never longer than the context.</summary>
    public IReadOnlyList<int> Ids { get; }

    /// <summary>The same with texts, and with offsets where the prompt was given as text.</summary>
    public IReadOnlyList<TokenInfo> Tokens { get; }

    /// <summary>What the tokenizer has to say.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>T.</summary>
    public int Length => Ids.Count;

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
        if (request.TypeIds is not null)
        {
            throw new InterpException(
                ErrorKind.NotAvailable, $"`typeIds` are given, but {model.Name} has no token types.", "Leave `typeIds` out.", new JsonObject { ["member"] = "typeIds" });
        }

        var prompt = (request.Text, request.Ids) switch
        {
            (null, null) => null,
            (null, { } ids) => FromIds(ids, model),
            ({ } text, null) => FromText(text, model),
            _ => throw Settings.Unknown("ids", "Both `text` and `ids` are given.", "Give one of them."),
        };
        prompt?.Check(model);
        return prompt;
    }

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

    private static Prompt FromIds(int[] ids, Model model)
    {
        var rows = model.Weights.Embedding.Rows;
        for (var index = 0; index < ids.Length; index++)
        {
            Settings.Index($"ids[{index}]", ids[index], rows);
        }

        var texts = new TokenTexts(model);
        return new Prompt(ids, [.. ids.Select(id => new TokenInfo { Id = id, Text = texts[id] })], []);
    }

    private static Prompt FromText(string text, Model model)
    {
        var tokenizer = model.Tokenizer ?? throw NoTokenizer(model, "text");
        var encoded = tokenizer.Encode(text, special: true);
        var tokens = TokensOf(encoded, new TokenTexts(model));
        var rows = model.Weights.Embedding.Rows;
        if (tokens.FirstOrDefault(token => token.Id >= rows) is { } foreign)
        {
            throw Settings.OutOfRange($"the id of the token \"{foreign.Text}\"", foreign.Id, 0, rows - 1);
        }

        return new Prompt([.. tokens.Select(token => token.Id)], tokens, encoded.Warnings);
    }

    /// <summary>Encoded tokens with their texts.</summary>
    internal static IReadOnlyList<TokenInfo> TokensOf(TokenizedText encoded, TokenTexts texts) =>
        [.. encoded.Tokens.Select(token => new TokenInfo { Id = token.Id, Text = texts[token.Id], Start = token.Start, End = token.End })];

    /// <summary>The refusal of text for a model without a tokenizer.</summary>
    internal static InterpException NoTokenizer(Model model, string member) => new(
        ErrorKind.NotAvailable, $"`{member}` is text, but {model.Name} has no tokenizer.", "Give token ids instead.", new JsonObject { ["member"] = member });

    private void Check(Model model)
    {
        if (Length == 0)
        {
            throw new InterpException(ErrorKind.PromptEmpty, "The prompt has no token.", "Give a prompt of at least one token.");
        }

        if (Length > model.Spec.Context)
        {
            throw new InterpException(
                ErrorKind.PromptTooLong,
                $"The prompt has {Length} tokens; {model.Name} reads at most {model.Spec.Context}.",
                "Shorten the prompt.",
                new JsonObject { ["length"] = Length, ["context"] = model.Spec.Context });
        }
    }
}
