using System.Text.Json;
using System.Text.Json.Nodes;
using Interp.Contracts;

namespace Interp.Analysis;

/// <summary>Failures in the form in which every surface reports them.</summary>
public static class ErrorResponses
{
    /// <summary>The error object for any exception; what is no <see cref="InterpException"/> is a fault of the program.</summary>
    public static ErrorResponse From(Exception failure) => failure switch
    {
        InterpException known => Body(known.Kind, known.Message, known.Hint, (JsonObject?)known.Facts?.DeepClone()),
        OperationCanceledException => Body(ErrorKind.Cancelled, "Cancelled before it was done.", null, null),
        AggregateException { InnerException: { } first } => From(first),
        OutOfMemoryException => Body(ErrorKind.OutOfMemory, "There is not enough memory for this request.", "Use a shorter prompt or a smaller model, or close other programs.", null),
        _ => Body(ErrorKind.Internal, $"An unexpected fault: {failure.Message}", "This is a bug of the program.", new JsonObject { ["type"] = failure.GetType().Name }),
    };

    private static ErrorResponse Body(ErrorKind kind, string message, string? hint, JsonObject? facts) =>
        new(new ErrorBody((int)kind, JsonNamingPolicy.CamelCase.ConvertName(kind.ToString()), message, hint, facts));
}
