using System.Diagnostics;
using Interp.Contracts;
using Interp.Models;
using Interp.Runtime;

namespace Interp.Analysis;

/// <summary>What every result says of model and run.</summary>
public static class ResultFacts
{
    /// <summary>What an open model is. Waits for its hash, which is computed in the background after loading.</summary>
    /// <exception cref="InterpException">FileProblem: the model's files can no longer be read.</exception>
    public static ModelInfo Of(OpenModel open) => Of(open.Model) with { Sha256 = open.Sha256 };

    /// <summary>What a model is, its hash left out.</summary>
    public static ModelInfo Of(Model model) => Of(model.Name, model.Spec);

    /// <summary>What a model of this name and specification is.</summary>
    public static ModelInfo Of(string name, ModelSpec spec)
    {
        return new ModelInfo
        {
            Name = name,
            Family = spec.Family,
            Layers = spec.Layers,
            Width = spec.Width,
            Heads = spec.Heads,
            KvHeads = spec.KvHeads,
            HeadWidth = spec.HeadWidth,
            FfWidth = spec.FfWidth > 0 ? spec.FfWidth : null,
            Vocabulary = spec.Vocabulary > 0 ? spec.Vocabulary : null,
            Context = spec.Context,
            Order = spec.Order switch
            {
                BlockOrder.Parallel => "parallel",
                BlockOrder.Post => "post",
                _ => "pre",
            },
        };
    }

    /// <summary>How a request was run, timed since <paramref name="started"/> (a <see cref="Stopwatch"/> timestamp).</summary>
    public static RunInfo Of(OpenModel open, long started) => new()
    {
        Provider = open.Engine.Provider,
        Precision = open.Precision,
        Threads = open.Engine.Threads,
        Verified = open.Verified,
        ElapsedMs = Stopwatch.GetElapsedTime(started).TotalMilliseconds,
    };
}
