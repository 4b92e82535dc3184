using System.Text.Json.Serialization;

namespace Interp.Daemon.Language.Protocol;

/// <summary>The language server protocol as JSON: camelCase, nulls left out, unknown members passed over.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(DidOpenParams))]
[JsonSerializable(typeof(DidChangeParams))]
[JsonSerializable(typeof(DocumentParams))]
[JsonSerializable(typeof(PositionParams))]
[JsonSerializable(typeof(RangeParams))]
[JsonSerializable(typeof(CodeActionParams))]
[JsonSerializable(typeof(SentDiagnostic))]
[JsonSerializable(typeof(PublishDiagnosticsParams))]
[JsonSerializable(typeof(Hover))]
[JsonSerializable(typeof(CommandTarget))]
[JsonSerializable(typeof(CommandTarget[]))]
[JsonSerializable(typeof(CodeLens[]))]
[JsonSerializable(typeof(InlayHint[]))]
[JsonSerializable(typeof(CodeAction[]))]
[JsonSerializable(typeof(CompletionList))]
[JsonSerializable(typeof(DocumentSymbol[]))]
[JsonSerializable(typeof(FoldingRange[]))]
internal sealed partial class LanguageJsonContext : JsonSerializerContext;
