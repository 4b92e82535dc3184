namespace Interp.Daemon.Wire;

/// <summary>What was read: the content of one frame, or what is wrong with it.</summary>
/// <param name="Content">The content, UTF-8 as far as the header says; of a refused frame its beginning.</param>
/// <param name="Fault">What is wrong; null for a good frame.</param>
/// <param name="IsLast">True where nothing after it can be read.</param>
internal sealed record Frame(ReadOnlyMemory<byte> Content, string? Fault = null, bool IsLast = false);
