namespace Interp.Models;

/// <summary>What a checkpoint is, without its weights.</summary>
/// <param name="Name">Name shown to users.</param>
/// <param name="Spec">Its specification.</param>
/// <param name="Source">Its files.</param>
/// <param name="Tokenizer">Null where the checkpoint has none: ids only.</param>
/// <param name="Warnings">What a reader must know; each begins with a code and a colon.</param>
public sealed record ModelFacts(string Name, ModelSpec Spec, ModelSource Source, ITextTokenizer? Tokenizer, IReadOnlyList<string> Warnings);
