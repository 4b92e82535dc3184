using System.Text.Json.Nodes;
using Interp.Contracts;
using Interp.Models;

namespace Interp.Analysis;

/// <summary>Tokens that a request names by id or by text (target, contrast).</summary>
public static class TokenChoices
{
    /// <summary>The id that <paramref name="choice"/> names, a row of the unembedding; null when absent.</summary>
    /// <remarks>A text is the one non-special token that reads so, else what it encodes to without special tokens, if that is one token.</remarks>
    /// <exception cref="InterpException">OutOfRange, TargetNotOneToken with the tokens, NotAvailable without a tokenizer.</exception>
    public static int? Resolve(string member, TokenChoice? choice, Model model)
    {
        if (choice?.Id is int id)
        {
            return Settings.Index(member, id, model.Spec.Vocabulary);
        }

        return choice?.Text is { } text ? ResolveText(member, text, model) : null;
    }

    /// <summary>Target and contrast of a request, which must differ.</summary>
    /// <exception cref="InterpException">As <see cref="Resolve"/>; OutOfRange when both are the same token.</exception>
    public static (int? Target, int? Contrast) ResolvePair(TokenChoice? target, TokenChoice? contrast, Model model)
    {
        var pair = (Target: Resolve("target", target, model), Contrast: Resolve("contrast", contrast, model));
        if (pair.Contrast is int token && pair.Target == token)
        {
            throw SameToken(token, model);
        }

        return pair;
    }

    /// <summary>The refusal of a contrast that is the target.</summary>
    public static InterpException SameToken(int token, Model model) => new(
        ErrorKind.OutOfRange,
        $"Target and contrast are the same token, \"{new TokenTexts(model)[token]}\" ({token}).",
        "Choose another contrast: the difference of a token to itself is 0.",
        new JsonObject { ["member"] = "contrast", ["id"] = token });

    private static int ResolveText(string member, string text, Model model)
    {
        var tokenizer = model.Tokenizer ?? throw Prompt.NoTokenizer(model, member);
        if (Single(tokenizer, text) is not int id)
        {
            throw NotOneToken(member, text, model, tokenizer);
        }

        return Settings.Index(member, id, model.Spec.Vocabulary);
    }

    private static int? Single(ITextTokenizer tokenizer, string text)
    {
        if (tokenizer.IdsOf(text) is [var only])
        {
            return only;
        }

        return tokenizer.Encode(text, special: false).Tokens is [var token] ? token.Id : null;
    }

    private static InterpException NotOneToken(string member, string text, Model model, ITextTokenizer tokenizer)
    {
        var texts = new TokenTexts(model);
        var ids = tokenizer.Encode(text, special: false).Tokens.Select(token => token.Id).ToArray();
        var facts = new JsonObject { ["member"] = member, ["tokens"] = new JsonArray([.. ids.Select(id => Fact(id, texts))]) };
        var hint = "Give one of its tokens, or an id.";
        if (text.Length > 0 && text[0] != ' ' && Single(tokenizer, " " + text) is int spelled && spelled < model.Spec.Vocabulary)
        {
            facts["withBlank"] = Fact(spelled, texts);
            hint = $"With a leading blank it is one token: \"{texts[spelled]}\".";
        }

        var list = string.Join(", ", ids.Select(id => $"\"{texts[id]}\""));
        var message = ids.Length == 0 ? $"`{member}` is a text without tokens." : $"`{member}` \"{text}\" is {ids.Length} tokens: {list}.";
        return new InterpException(ErrorKind.TargetNotOneToken, message, hint, facts);
    }

    private static JsonObject Fact(int id, TokenTexts texts) => new() { ["id"] = id, ["text"] = texts[id] };
}
