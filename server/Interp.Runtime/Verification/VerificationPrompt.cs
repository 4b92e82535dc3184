using Interp.Models;

namespace Interp.Runtime.Verification;

/// <summary>The prompt that every model is verified on.</summary>
public static class VerificationPrompt
{
    private const string Text = "The capital of France is Paris, and 3 + 5 = 8.";
    private const int Length = 16;

    /// <summary>
    /// The first 16 tokens of a sentence with words, digits and punctuation, the second half of another type where the model has types;
    /// without a tokenizer ids spread over the vocabulary, without token embeddings rows of numbers between -1 and 1.
    /// </summary>
    /// <returns>1 to 16 positions, no more than the model's context.</returns>
    public static ModelInput For(Model model)
    {
        var length = Math.Min(Length, model.Spec.Context);
        if (!model.Spec.HasEmbedding)
        {
            var numbers = Enumerable.Range(0, length * model.Spec.Width).Select(i => (float)((((7919L * i) + 17) % 2003 / 1001.0) - 1));
            return ModelInput.Embedded(numbers.ToArray(), model.Spec.Width);
        }

        int[] tokens = model.Tokenizer is { Size: > 0 } tokenizer
            ? [.. tokenizer.Encode(Text, special: true).Tokens.Select(token => token.Id).Take(length)]
            : [];
        int[] ids = tokens.Length > 0 ? tokens : [.. Enumerable.Range(0, length).Select(i => (int)(((7919L * i) + 17) % model.Weights.Embedding.Rows))];
        return ModelInput.Tokens(ids, model.Spec.TypeCount > 1 ? [.. ids.Select((_, position) => 2 * position / ids.Length)] : null);
    }
}
