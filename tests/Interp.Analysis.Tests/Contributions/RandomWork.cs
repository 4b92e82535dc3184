using Interp.Contracts;
using Interp.Models;
using Interp.Runtime;
using Interp.Runtime.Tests.Support;

namespace Interp.Analysis.Tests.Contributions;

/// <summary>A random model in memory with an engine, and contributions of it.</summary>
internal sealed class RandomWork : IDisposable
{
    private readonly OpenModel open;

    public RandomWork(RandomModel random)
        : this(random.Build())
    {
    }

    public RandomWork(Model model)
    {
        Model = model;
        Engine = new Engine(model, threads: 2);
        open = new OpenModel(model, Engine, new DerivedData(null));
    }

    /// <summary>The builds on which everything must hold.</summary>
    public static IReadOnlyDictionary<string, RandomModel> Builds { get; } = new Dictionary<string, RandomModel>
    {
        ["grouped queries, gated, RMS norms"] = new() { Seed = 3 },
        ["biases, layer norms, plain feed-forward"] = new()
        {
            Norm = NormKind.Layer, Biases = true, Gated = false, Activation = Activation.GeluTanh, KvHeads = 4, LearnedPositions = true, RotaryDimensions = 0, Seed = 4,
        },
        ["parallel blocks"] = new() { Order = BlockOrder.Parallel, Norm = NormKind.Layer, Biases = true, Gated = false, Activation = Activation.GeluErf, Tied = false, Seed = 5 },
        ["branch norms, caps and a window"] = new() { BranchNorms = true, LogitCap = 4, ScoreCap = 3, Window = 3, Biases = true, Layers = 3, Seed = 6 },
        ["branch layer norms, rectifier"] = new() { BranchNorms = true, Norm = NormKind.Layer, Biases = true, Activation = Activation.Relu, Gated = false, Seed = 7 },
    };

    /// <summary>Names of the builds crossed with the lens modes.</summary>
    public static IEnumerable<object[]> BuildsAndModes =>
        from build in Builds.Keys
        from mode in (string[])["frozen", "author", "perLayer"]
        select new object[] { build, mode };

    public static int[] Ids { get; } = [7, 52, 3, 19, 44, 8, 30];

    public Model Model { get; }

    public Engine Engine { get; }

    public OpenModel Open => open;

    public ContributionsResult Run(ContributionsRequest request, bool bruteForce = false, IProgress<AnalysisProgress>? progress = null, CancellationToken cancel = default) =>
        new ContributionsAnalysis { BruteForce = bruteForce }.Run(request, RequestScope.Over(open), progress, cancel);

    public ForwardPass Forward(IReadOnlyList<int> ids) => Engine.Forward(ids, [.. AllTaps()], null, CancellationToken.None);

    /// <inheritdoc/>
    public void Dispose()
    {
        Engine.Dispose();
        Model.Dispose();
    }

    private IEnumerable<string> AllTaps()
    {
        yield return TapName.FinalScale;
        for (var layer = 0; layer < Model.Spec.Layers; layer++)
        {
            yield return TapName.ResidPre(layer);
            yield return TapName.ResidMid(layer);
            yield return TapName.ResidPost(layer);
            yield return TapName.Value(layer);
            yield return TapName.Pattern(layer);
            yield return TapName.Z(layer);
            yield return TapName.MlpPost(layer);
        }
    }
}
