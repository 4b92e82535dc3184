using System.Text.Json.Serialization.Metadata;
using Interp.Contracts;

namespace Interp.Analysis;

/// <summary>An analysis as the registry sees it: a method name, a request type, a result type.</summary>
public interface IAnalysis
{
    /// <summary>The value of <c>method</c>.</summary>
    string Method { get; }

    /// <summary>One sentence for help texts.</summary>
    string Summary { get; }

    JsonTypeInfo RequestType { get; }

    JsonTypeInfo ResultType { get; }

    /// <summary>Type of the parts of a result that it sends while it works; null where it sends none.</summary>
    JsonTypeInfo? PartialType { get; }

    /// <summary>Runs a request of <see cref="RequestType"/>.</summary>
    AnalysisResult Run(AnalysisRequest request, AnalysisContext context, CancellationToken cancel);
}

/// <summary>An analysis: exactly one request type and one result type.</summary>
public abstract class Analysis<TRequest, TResult> : IAnalysis
    where TRequest : AnalysisRequest
    where TResult : AnalysisResult
{
    /// <inheritdoc/>
    public abstract string Method { get; }

    /// <inheritdoc/>
    public abstract string Summary { get; }

    /// <inheritdoc/>
    public abstract JsonTypeInfo RequestType { get; }

    /// <inheritdoc/>
    public abstract JsonTypeInfo ResultType { get; }

    /// <inheritdoc/>
    public virtual JsonTypeInfo? PartialType => null;

    /// <summary>Computes the result. Everything that can be checked is checked before the forward pass.</summary>
    /// <exception cref="InterpException">Any failure that the request causes.</exception>
    public abstract TResult Run(TRequest request, AnalysisContext context, CancellationToken cancel);

    AnalysisResult IAnalysis.Run(AnalysisRequest request, AnalysisContext context, CancellationToken cancel) => Run((TRequest)request, context, cancel);
}
