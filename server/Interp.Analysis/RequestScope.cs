using System.Diagnostics;
using Interp.Contracts;
using Interp.Models;
using Interp.Runtime;

namespace Interp.Analysis;

/// <summary>What the work on one request shares: the open model, the clock, the warnings so far.</summary>
public sealed class RequestScope
{
    private readonly long started;

    private RequestScope(OpenModel open, long started)
    {
        Open = open;
        this.started = started;
        Warnings = [.. open.Model.Warnings];
        Texts = new TokenTexts(open.Model);
    }

    public OpenModel Open { get; }
    public Model Model => Open.Model;
    public ModelSpec Spec => Open.Model.Spec;
    public Engine Engine => Open.Engine;

    /// <summary>Given the parts of the result as they are ready; null where nobody wants them.</summary>
    public IProgress<AnalysisPartial>? Partials { get; private init; }

    /// <summary>Texts of the model's tokens.</summary>
    public TokenTexts Texts { get; }

    /// <summary>Warnings of model and tokenizer, to which the analysis adds its own.</summary>
    public IList<string> Warnings { get; }

    /// <summary>Model part of the result.</summary>
    public ModelInfo ModelFacts => ResultFacts.Of(Open);

    /// <summary>Run part of the result; its time is that since the request began.</summary>
    public RunInfo RunFacts => ResultFacts.Of(Open, started);

    /// <summary>Checks how the request is to be run and opens its model.</summary>
    /// <exception cref="InterpException">SettingUnknown, ProviderUnavailable, NotAvailable, or what <see cref="ModelStore.Open(string, string, CancellationToken)"/> throws.</exception>
    public static RequestScope For(AnalysisRequest request, AnalysisContext context, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        RunSettings.Check(request);
        return new RequestScope(context.Models.Open(request.Model, request.Precision, cancel), started) { Partials = context.Partials };
    }

    /// <summary>The scope of work on a model that is open already.</summary>
    internal static RequestScope Over(OpenModel open) => new(open, Stopwatch.GetTimestamp());

    /// <summary>The prompt of a request that needs one; its warnings are taken over.</summary>
    /// <exception cref="InterpException">As <see cref="Prompt.Read"/>.</exception>
    public Prompt Prompt(AnalysisRequest request) => Take(Analysis.Prompt.Read(request, Model));

    /// <summary>The prompt of a request, or null; its warnings are taken over.</summary>
    /// <exception cref="InterpException">As <see cref="Analysis.Prompt.ReadOptional"/>.</exception>
    public Prompt? OptionalPrompt(AnalysisRequest request) => Analysis.Prompt.ReadOptional(request, Model) is { } prompt ? Take(prompt) : null;

    private Prompt Take(Prompt prompt)
    {
        foreach (var warning in prompt.Warnings.Where(warning => !Warnings.Contains(warning)))
        {
            Warnings.Add(warning);
        }

        return prompt;
    }
}
