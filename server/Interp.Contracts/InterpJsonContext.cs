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
[JsonSerializable(typeof(DoctorResult))]
[JsonSerializable(typeof(ErrorResponse))]
public sealed partial class InterpJsonContext : JsonSerializerContext;
