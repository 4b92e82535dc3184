namespace Interp.Daemon.Documents;

/// <summary>Texts of a document in messages.</summary>
internal static class Shown
{
    private const int Longest = 40;

    /// <summary>A text cut to what fits into a sentence, never inside a surrogate pair.</summary>
    public static string Short(string text)
    {
        if (text.Length <= Longest)
        {
            return text;
        }

        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest), "…");
    }
}
