using Interp.Models;
using Interp.Runtime;

namespace Interp.Analysis.Contributions;

/// <summary>The stream at the analysed position: its states, its branches, and what the branches are made of.</summary>
internal sealed class StreamPoint
{
    private readonly ForwardPass pass;
    private readonly Branch[] attention;
    private readonly Branch[] feedForward;
    private readonly double[] attentionDivisors;
    private readonly double[] feedForwardDivisors;
    private readonly TapTensor?[] z;
    private readonly TapTensor?[] post;
    private readonly TapTensor?[] values;
    private readonly TapTensor?[] patterns;

    /// <summary>The stream of <paramref name="pass"/>, which outlives this object, at <paramref name="position"/>.</summary>
    public StreamPoint(Model model, ForwardPass pass, int position)
    {
        Model = model;
        Position = position;
        this.pass = pass;
        var layers = model.Spec.Layers;
        z = Taps(TapName.Z);
        post = Taps(TapName.MlpPost);
        values = Taps(TapName.Value);
        patterns = Taps(TapName.Pattern);
        attention = [.. Enumerable.Range(0, layers).Select(layer => BranchOf(layer, true))];
        feedForward = [.. Enumerable.Range(0, layers).Select(layer => BranchOf(layer, false))];
        attentionDivisors = [.. attention.Select(branch => branch.HasNorm ? branch.DivisorOf(Z(branch.Layer)) : 1)];
        feedForwardDivisors = [.. feedForward.Select(branch => branch.HasNorm ? branch.DivisorOf(Post(branch.Layer, position)) : 1)];
    }

    public Model Model { get; }

    public ModelSpec Spec => Model.Spec;

    /// <summary>t.</summary>
    public int Position { get; }

    /// <summary>T.</summary>
    public int Length => pass.Length;

    /// <summary>The taps of the run.</summary>
    public ForwardPass Pass => pass;

    /// <summary>Attention of a layer.</summary>
    public Branch Attention(int layer) => attention[layer];

    /// <summary>Feed-forward of a layer.</summary>
    public Branch FeedForward(int layer) => feedForward[layer];

    /// <summary>Attention or feed-forward of a layer.</summary>
    public Branch BranchAt(int layer, bool isAttention) => isAttention ? attention[layer] : feedForward[layer];

    /// <summary>s_b of a branch at the analysed position; 1 without a branch norm.</summary>
    public double DivisorOf(Branch branch) => branch.IsAttention ? attentionDivisors[branch.Layer] : feedForwardDivisors[branch.Layer];

    /// <summary>A state of the stream [D], 1 to the last of <see cref="StreamStates"/>.</summary>
    public ReadOnlySpan<float> State(int state)
    {
        var layer = (state - 1) / 2;
        var name = layer == Spec.Layers ? TapName.ResidPost(layer - 1) : state % 2 == 1 ? TapName.ResidPre(layer) : TapName.ResidMid(layer);
        return pass[name].Row(Position);
    }

    /// <summary>What a branch adds to the stream, [D].</summary>
    public ReadOnlySpan<float> Output(Branch branch) =>
        pass[branch.IsAttention ? TapName.AttnOut(branch.Layer) : TapName.MlpOut(branch.Layer)].Row(Position);

    /// <summary>z of all heads, [H*K].</summary>
    public ReadOnlySpan<float> Z(int layer) => Kept(z, layer).Row(Position);

    /// <summary>m of all neurons at any position, [F].</summary>
    public ReadOnlySpan<float> Post(int layer, int position) => Kept(post, layer).Row(position);

    /// <summary>v of one key/value head at a source, [K].</summary>
    public ReadOnlySpan<float> Value(int layer, int head, int source) =>
        Kept(values, layer).Row(source).Slice(Spec.KvHeadOf(head) * Spec.HeadWidth, Spec.HeadWidth);

    /// <summary>α: what the analysed position takes of a source.</summary>
    public float Pattern(int layer, int head, int source) => Kept(patterns, layer).Row(head)[(Position * Length) + source];

    /// <summary>The sources that the analysed position sees in a layer, ascending.</summary>
    public int[] Sources(int layer) => [.. Enumerable.Range(0, Length).Where(source => Spec.Sees(layer, Position, source))];

    // Found once: candidates are asked for by the thousand.
    private TapTensor?[] Taps(Func<int, string> name) =>
        [.. Enumerable.Range(0, Spec.Layers).Select(layer => pass.Has(name(layer)) ? pass[name(layer)] : null)];

    private static TapTensor Kept(TapTensor?[] taps, int layer) => taps[layer] ?? throw new InvalidOperationException("The tap was not asked for.");

    private Branch BranchOf(int layer, bool isAttention) => new(layer, isAttention, Model, StreamStates.BaseOf(layer, isAttention, Spec.Order));
}
