using Interp.Contracts;
using Interp.Models;
using Interp.Runtime.Reference;

namespace Interp.Runtime.Verification;

/// <summary>
/// Checks a model's files against its card, the engine's taps against the float64 reference, and that what analyses take apart adds
/// up again. What it finds is kept for this machine and this program, and is the badge of every later result.
/// </summary>
public sealed class ModelVerifier(OpenModel open)
{
    /// <summary>The model that the reference runs: the engine's own, but in tests that break one of them.</summary>
    internal Model ReferenceModel { get; init; } = open.Model;

    /// <summary>Models with more parameters are checked at their first, middle and last block only.</summary>
    internal long LargestWholeModel { get; init; } = 2_000_000_000;

    private ModelSpec Spec => ReferenceModel.Spec;

    private Engine Engine => open.Engine;

    private bool IsWhole => open.Model.Source.Parameters <= LargestWholeModel;

    private IReadOnlyList<int> Layers => IsWhole ? [.. Enumerable.Range(0, Spec.Layers)] : [.. new[] { 0, Spec.Layers / 2, Spec.Layers - 1 }.Distinct()];

    /// <summary>Verifies and keeps the badge.</summary>
    /// <param name="model">What the result says of the model.</param>
    /// <param name="progress">Told how far the work is, at most ten times a second.</param>
    /// <param name="cancel">Cancels within milliseconds, between layers at the latest; nothing is kept then.</param>
    /// <exception cref="InterpException">FileProblem: the model's files can no longer be read. ModelDamaged: its card is no card. NotAvailable: it lacks what a run needs.</exception>
    public VerifyResult Verify(ModelInfo model, IProgress<VerificationProgress>? progress, CancellationToken cancel)
    {
        RunnableParts.Check(open.Model, VerificationPrompt.For(open.Model));
        var report = new VerificationReport();
        CheckFiles(report, progress, cancel);
        if (report.Passed)
        {
            CheckNumbers(report, progress, cancel);
        }

        var result = report.ToResult(model);
        BadgeCache.Write(open, new VerifiedInfo { Badge = result.Badge, WorstTap = result.WorstTap, MaxDifference = result.MaxDifference });
        return result;
    }

    /// <summary>The files against the hashes of the model's card, where it has one. Of wrong files no number is worth checking.</summary>
    private void CheckFiles(VerificationReport report, IProgress<VerificationProgress>? progress, CancellationToken cancel)
    {
        if (open.Model.Source.Files.Count == 0 || ModelCard.Find(open.Model.Source.Path) is not { } card)
        {
            return;
        }

        progress?.Report(new VerificationProgress("files", 0, card.Hashes.Count));
        var wrong = card.WrongFiles(cancel);
        foreach (var name in card.Hashes.Keys.Order(StringComparer.Ordinal))
        {
            report.AddCheck($"sha256 of {name}", wrong.Contains(name) ? 1 : 0, 0);
        }

        foreach (var name in wrong)
        {
            report.Warn($"wrongFile: {name} is not the file that the model's card names; get the model again from its source.");
        }
    }

    private void CheckNumbers(VerificationReport report, IProgress<VerificationProgress>? progress, CancellationToken cancel)
    {
        var input = VerificationPrompt.For(open.Model);
        var reference = RunReference(input, new StageProgress("reference", Layers.Count, progress), cancel);
        using var pass = RunEngine(input, reference.Names, report, new StageProgress("engine", Spec.Layers, progress), cancel);
        if (pass is null)
        {
            return;
        }

        CompareTaps(pass, reference, report, cancel);
        progress?.Report(new VerificationProgress("identities", 0, 1));
        new TapIdentities(open.Model, pass, Engine.Threads).Check(Layers, report, cancel);
        if (Spec.Vocabulary > 0)
        {
            progress?.Report(new VerificationProgress("lens", 0, 1));
            new LensCheck(Engine, ReferenceModel).Check(pass, reference, [TapName.Embed, .. Layers.Select(TapName.ResidPost)], report, cancel);
        }
    }

    /// <summary>The engine's taps; null where it met a number that is not finite, which is refused.</summary>
    private ForwardPass? RunEngine(ModelInput input, IEnumerable<string> taps, VerificationReport report, StageProgress layerDone, CancellationToken cancel)
    {
        try
        {
            return Engine.Forward(input, [.. taps], layerDone, cancel);
        }
        catch (InterpException problem) when (problem.Kind == ErrorKind.NotFinite)
        {
            report.AddCheck("forward pass", double.PositiveInfinity, 0);
            report.Warn($"notFinite: {problem.Message}");
            return null;
        }
    }

    /// <summary>The whole model, or of a large one some blocks, each from the engine's own stream.</summary>
    private ReferencePass RunReference(ModelInput input, StageProgress layerDone, CancellationToken cancel)
    {
        var forward = new ReferenceForward(Spec, ReferenceModel.Weights, Engine.Threads);
        if (IsWhole)
        {
            return forward.Run(input, layerDone, cancel);
        }

        var reference = new ReferencePass();
        using var streams = Engine.Forward(input, [.. Layers.Select(TapName.ResidPre)], layerDone: null, cancel);
        var stream = forward.Embed(reference, input);
        for (var i = 0; i < Layers.Count; i++)
        {
            stream = forward.Block(reference, Layers[i], ReferenceTensor.From(streams[TapName.ResidPre(Layers[i])]), cancel);
            layerDone.Report(i + 1);
        }

        forward.Unembed(reference, stream, cancel);
        return reference;
    }

    private static void CompareTaps(ForwardPass pass, ReferencePass reference, VerificationReport report, CancellationToken cancel)
    {
        var differences = new List<TapDifference>();
        foreach (var tap in reference.Names)
        {
            cancel.ThrowIfCancellationRequested();
            var measure = TapComparison.MeasureOf(tap);
            differences.Add(new(tap, VerificationLimits.For(measure), TapComparison.Difference(measure, ReferenceTensor.From(pass[tap]), reference[tap])));
        }

        report.AddTaps(differences);
    }
}
