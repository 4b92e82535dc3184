namespace Interp.Models.Tokenizers;

/// <summary>An entry on the way to a token and the UTF-8 bytes of the piece that it takes up.</summary>
internal readonly record struct Symbol(int Id, int Bytes);
