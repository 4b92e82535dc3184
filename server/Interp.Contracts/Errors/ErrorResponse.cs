using System.Text.Json.Nodes;

namespace Interp.Contracts;

/// <summary>The object <c>{ "error": ... }</c> that stands in the place of a result.</summary>
public sealed record ErrorResponse(ErrorBody Error);

/// <summary>An error as written: code, kind, message, hint and facts.</summary>
public sealed record ErrorBody(int Code, string Kind, string Message, string? Hint, JsonObject? Data);
