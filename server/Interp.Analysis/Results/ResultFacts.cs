using System.Diagnostics;
using Interp.Contracts;
using Interp.Models;
using Interp.Runtime;

namespace Interp.Analysis;

/// <summary>What every result says of model and run.</summary>
public static class ResultFacts
{
    /// <summary>What a model is.</summary>
    public static ModelInfo Of(Model model)
    {
        var spec = model.Spec;
        return new ModelInfo
        {
            Name = model.Name,
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
        Precision = "f32",
        Threads = open.Engine.Threads,
        Verified = new VerifiedInfo { Badge = "unverified" },
        ElapsedMs = Stopwatch.GetElapsedTime(started).TotalMilliseconds,
    };
}
