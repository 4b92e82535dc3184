using Interp.Contracts;

namespace Interp.Models.Tokenizers;

/// <summary>The failures of tokenizer files, in one voice.</summary>
internal static class TokenizerProblems
{
    /// <summary>ModelDamaged: what is wrong with the tokenizer.</summary>
    public static InterpException Damaged(string what, Exception? inner = null) => new(
        ErrorKind.ModelDamaged,
        $"The tokenizer is damaged: {what}.",
        "Fetch the tokenizer files again from where the model was published.",
        inner: inner);

    /// <summary>ModelUnsupported: what in the tokenizer is not read.</summary>
    public static InterpException Unsupported(string what, string? hint = null) => new(
        ErrorKind.ModelUnsupported,
        $"The tokenizer cannot be used: {what}.",
        hint ?? "Give the prompt as token ids, or use a model with another tokenizer.");

    /// <summary>FileProblem: a tokenizer file that cannot be read.</summary>
    public static InterpException Unreadable(string path, Exception inner) => new(
        ErrorKind.FileProblem,
        $"The tokenizer file {path} cannot be read: {inner.Message}",
        "Check the path and its permissions.",
        inner: inner);
}
