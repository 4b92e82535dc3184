using System.Text.Json;
using System.Text.Json.Serialization;

namespace Interp.Contracts;

/// <summary>The one way results and requests become JSON: camelCase, nulls left out, unknown members refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(RoundedDoubleConverter)])]
[JsonSerializable(typeof(ForwardRequest))]
[JsonSerializable(typeof(ForwardResult))]
[JsonSerializable(typeof(TokenizeRequest))]
[JsonSerializable(typeof(TokenizeResult))]
[JsonSerializable(typeof(ProjectRequest))]
[JsonSerializable(typeof(ProjectResult))]
[JsonSerializable(typeof(LensRequest))]
[JsonSerializable(typeof(LensResult))]
[JsonSerializable(typeof(ContributionsRequest))]
[JsonSerializable(typeof(ContributionsResult))]
[JsonSerializable(typeof(ExplainRequest))]
[JsonSerializable(typeof(ExplainResult))]
[JsonSerializable(typeof(ModelInfoResult))]
[JsonSerializable(typeof(ModelListResult))]
[JsonSerializable(typeof(VerifyResult))]
[JsonSerializable(typeof(ExportResult))]
[JsonSerializable(typeof(CleanResult))]
[JsonSerializable(typeof(DoctorResult))]
[JsonSerializable(typeof(DocumentRequest))]
[JsonSerializable(typeof(DocumentResult))]
[JsonSerializable(typeof(DocumentBlock))]
[JsonSerializable(typeof(TestResult))]
[JsonSerializable(typeof(ErrorResponse))]
[JsonSerializable(typeof(LensPartial))]
[JsonSerializable(typeof(ContributionsPartial))]
[JsonSerializable(typeof(InterpServer))]
[JsonSerializable(typeof(DaemonSettings))]
[JsonSerializable(typeof(ModelParams))]
[JsonSerializable(typeof(LoadedModel))]
[JsonSerializable(typeof(UnloadResult))]
[JsonSerializable(typeof(NoParams))]
[JsonSerializable(typeof(TileParams))]
[JsonSerializable(typeof(Tile))]
[JsonSerializable(typeof(RowsParams))]
[JsonSerializable(typeof(RowsResult))]
[JsonSerializable(typeof(RowsHandle))]
[JsonSerializable(typeof(HandleParams))]
[JsonSerializable(typeof(ReleaseResult))]
[JsonSerializable(typeof(FigureParams))]
[JsonSerializable(typeof(FigureResult))]
[JsonSerializable(typeof(RequestParams))]
[JsonSerializable(typeof(HtmlParams))]
[JsonSerializable(typeof(HtmlResult))]
[JsonSerializable(typeof(CommandLineResult))]
[JsonSerializable(typeof(MemoryUse))]
[JsonSerializable(typeof(DebugInfo))]
public sealed partial class InterpJsonContext : JsonSerializerContext;
