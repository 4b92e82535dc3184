namespace Interp.Models.Tokenizers;

/// <summary>A token with its offsets and the form in which it was found (the entry, or the stretch of text of an added token).</summary>
internal readonly record struct RawToken(int Id, int Start, int End, string Surface);
