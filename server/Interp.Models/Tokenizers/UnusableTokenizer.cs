using System.Globalization;
using Interp.Contracts;

namespace Interp.Models.Tokenizers;

/// <summary>Stands for a tokenizer that is damaged or not read: ids are shown as numbers, a text is refused with the reason.</summary>
internal sealed class UnusableTokenizer(InterpException problem) : ITextTokenizer
{
    /// <inheritdoc/>
    public string Kind => "unusable";

    /// <inheritdoc/>
    public int Size => 0;

    /// <inheritdoc/>
    public IReadOnlyList<string> Warnings { get; } = [$"tokenizerUnusable: {problem.Message}"];

    /// <inheritdoc/>
    public TokenizedText Encode(string text, bool special) => throw Refusal();

    /// <inheritdoc/>
    public string TextOf(int id) => string.Create(CultureInfo.InvariantCulture, $"#{id}");

    /// <inheritdoc/>
    public bool IsSpecial(int id) => false;

    /// <inheritdoc/>
    public IReadOnlyList<int> IdsOf(string text) => throw Refusal();

    private InterpException Refusal() => new(problem.Kind, problem.Message, problem.Hint, problem.Facts, problem);
}
