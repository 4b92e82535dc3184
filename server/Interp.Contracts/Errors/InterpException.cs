using System.Text.Json.Nodes;

namespace Interp.Contracts;

/// <summary>A failure that a user can cause or must know of: what happened, and what to do.</summary>
/// <param name="kind">The kind, which carries the error code.</param>
/// <param name="message">One sentence: what happened.</param>
/// <param name="hint">One sentence: what to do about it.</param>
/// <param name="facts">The facts behind the message (valid range, nearest name, tokens); written as <c>data</c>.</param>
/// <param name="inner">The failure below, if any.</param>
public sealed class InterpException(ErrorKind kind, string message, string? hint = null, JsonObject? facts = null, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>The kind, which carries the error code.</summary>
    public ErrorKind Kind { get; } = kind;

    /// <summary>What to do about it.</summary>
    public string? Hint { get; } = hint;

    /// <summary>The facts behind the message.</summary>
    public JsonObject? Facts { get; } = facts;
}
