using System.Text.Json;
using Interp.Contracts;

namespace Interp.Daemon.Documents;

/// <summary>The value of a directive, read.</summary>
public abstract record DirectiveValue;

/// <summary>A word, a path or a remark.</summary>
public sealed record TextValue(string Text) : DirectiveValue;

/// <summary>A token by id or text.</summary>
public sealed record TokenChoiceValue(TokenChoice Token) : DirectiveValue;

/// <summary>A whole number.</summary>
public sealed record NumberValue(int Number) : DirectiveValue;

/// <summary>Layers from the first to the last, both included.</summary>
public sealed record LayersValue(int First, int Last) : DirectiveValue;

/// <summary>Inline JSON.</summary>
public sealed record InlineJsonValue(JsonElement Json) : DirectiveValue;

/// <summary>A member of a method's request.</summary>
public sealed record MemberValue(string Method, string Member, JsonElement Json) : DirectiveValue;

/// <summary>Something that should hold.</summary>
public sealed record ExpectationValue(Expectation Expectation) : DirectiveValue;
