using Interp.Models;

namespace Interp.Runtime.Verification;

/// <summary>The prompt that every model is verified on.</summary>
public static class VerificationPrompt
{
    private const string Text = "The capital of France is Paris, and 3 + 5 = 8.";
    private const int Length = 16;

    /// <summary>The first 16 tokens of a sentence with words, digits and punctuation; without a tokenizer ids spread over the vocabulary.</summary>
    /// <returns>1 to 16 ids, no more than the model's context.</returns>
    public static int[] For(Model model)
    {
        var length = Math.Min(Length, model.Spec.Context);
        int[] tokens = model.Tokenizer is { Size: > 0 } tokenizer
            ? [.. tokenizer.Encode(Text, special: true).Tokens.Select(token => token.Id).Take(length)]
            : [];
        return tokens.Length > 0 ? tokens : [.. Enumerable.Range(0, length).Select(i => (int)(((7919L * i) + 17) % model.Weights.Embedding.Rows))];
    }
}
