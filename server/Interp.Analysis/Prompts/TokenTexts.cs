using System.Collections.Concurrent;
using System.Globalization;
using Interp.Contracts;
using Interp.Models;

namespace Interp.Analysis;

/// <summary>Texts of token ids. An id without an entry, or any id of a model without a tokenizer, is <c>#id</c>.</summary>
public sealed class TokenTexts(ITextTokenizer? tokenizer)
{
    // Lists name the same few tokens over and over.
    private readonly ConcurrentDictionary<int, string> known = new();

    /// <summary>What token <paramref name="id"/> adds to a text.</summary>
    public string this[int id] => known.GetOrAdd(id, Find);

    /// <summary>The texts of a model's tokens.</summary>
    public TokenTexts(Model model)
        : this(model.Tokenizer)
    {
    }

    /// <summary>Tokens with their values, as results list them.</summary>
    public TokenValue[] Values(IReadOnlyList<(int Id, float Value)> tokens) =>
        [.. tokens.Select(token => new TokenValue { Id = token.Id, Text = this[token.Id], Value = token.Value })];

    /// <summary>Tokens with their logits and probabilities, as results list them.</summary>
    /// <param name="tokens">Ids and logits.</param>
    /// <param name="logSumExp">ln Σ exp(logit) over the vocabulary.</param>
    public TokenProbability[] Probabilities(IReadOnlyList<(int Id, float Value)> tokens, double logSumExp) => [.. tokens.Select(token =>
    {
        var logProb = token.Value - logSumExp;
        return new TokenProbability { Id = token.Id, Text = this[token.Id], Logit = token.Value, LogProb = logProb, Prob = Math.Exp(logProb) };
    })];

    private string Find(int id) => tokenizer?.TextOf(id) ?? string.Create(CultureInfo.InvariantCulture, $"#{id}");
}
