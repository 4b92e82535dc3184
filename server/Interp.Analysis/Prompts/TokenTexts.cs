using System.Collections.Concurrent;
using System.Globalization;
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

    private string Find(int id) => tokenizer?.TextOf(id) ?? string.Create(CultureInfo.InvariantCulture, $"#{id}");
}
