using Interp.Models;
using static Interp.Runtime.Graphs.GraphBuilder;

namespace Interp.Runtime.Graphs;

/// <summary>One transformer block with its taps, whatever the order of its norms and sums.</summary>
internal static class BlockNodes
{
    /// <summary>Writes a block that reads <paramref name="stream"/> [T, D] and returns the name of its output, <c>hook_resid_post</c>.</summary>
    public static string Emit(NodeScope scope, string stream, AttentionNodes.Positions positions) =>
        scope.Spec.Order == BlockOrder.Post ? EmitPost(scope, stream, positions) : EmitPre(scope, stream, positions);

    private static string EmitPre(NodeScope scope, string stream, AttentionNodes.Positions positions)
    {
        var attention = Attention(scope, Input(scope, "ln1", stream), positions);
        var middle = scope.Op("Add", "hook_resid_mid", stream, attention);
        var read = scope.Spec.Order == BlockOrder.Parallel ? stream : middle;
        return scope.Op("Add", "hook_resid_post", middle, FeedForward(scope, Input(scope, "ln2", read)));
    }

    /// <summary>What a branch reads of <paramref name="stream"/>: its norm, or the stream itself.</summary>
    private static string Input(NodeScope scope, string norm, string stream) =>
        scope.Spec.InputNorms ? scope.Norm(norm, stream, norm + ".hook_scale", norm + ".hook_normalized") : stream;

    private static string EmitPost(NodeScope scope, string stream, AttentionNodes.Positions positions)
    {
        var attention = Attention(scope, stream, positions);
        var sum = scope.Op("Add", "attn_sum", stream, attention);
        var middle = scope.Norm("ln1", sum, "ln1.hook_scale", "ln1.hook_normalized");
        scope.Op("Identity", "hook_resid_mid", middle);
        var whole = scope.Op("Add", "mlp_sum", middle, FeedForward(scope, middle));
        var normalized = scope.Norm("ln2", whole, "ln2.hook_scale", "ln2.hook_normalized");
        return scope.Op("Identity", "hook_resid_post", normalized);
    }

    private static string Attention(NodeScope scope, string x, AttentionNodes.Positions positions)
    {
        const string Norm = "attn_branch_norm", Output = "hook_attn_out";
        if (!scope.Has(Norm + ".w"))
        {
            return AttentionNodes.Emit(scope, x, positions, Output);
        }

        var raw = AttentionNodes.Emit(scope, x, positions, "attn_raw");
        return scope.Norm(Norm, raw, Norm + ".scale", Output);
    }

    private static string FeedForward(NodeScope scope, string x)
    {
        const string Norm = "mlp_branch_norm", Output = "hook_mlp_out";
        var neurons = Neurons(scope, x);
        if (!scope.Has(Norm + ".w"))
        {
            return scope.Write(Output, neurons, "mlp.W_out", "mlp.b_out");
        }

        var raw = scope.Write("mlp_raw", neurons, "mlp.W_out", "mlp.b_out");
        return scope.Norm(Norm, raw, Norm + ".scale", Output);
    }

    /// <summary>The coefficients m of the neurons, [T, F].</summary>
    private static string Neurons(NodeScope scope, string x)
    {
        if (!scope.Spec.Gated)
        {
            var pre = scope.Read("mlp.hook_pre", x, "mlp.W_in", "mlp.b_in");
            return Activate(scope, scope.Spec.Activation, pre, "mlp.hook_post");
        }

        var gate = scope.Read("mlp.hook_pre", x, "mlp.W_gate", "mlp.b_gate");
        var up = scope.Read("mlp.hook_pre_linear", x, "mlp.W_up", "mlp.b_up");
        return scope.Op("Mul", "mlp.hook_post", Activate(scope, scope.Spec.Activation, gate, "mlp.activated"), up);
    }

    /// <summary>Writes the activation of <paramref name="x"/>.</summary>
    public static string Activate(NodeScope scope, Activation activation, string x, string output) => activation switch
    {
        Activation.Silu => scope.Op("Mul", output, x, scope.Op("Sigmoid", output + ".sigmoid", x)),
        Activation.GeluErf => scope.Graph.Node("Gelu", scope.Name(output), [x], Attribute("approximate", "none")),
        Activation.GeluTanh => scope.Graph.Node("Gelu", scope.Name(output), [x], Attribute("approximate", "tanh")),
        Activation.Relu => scope.Op("Relu", output, x),
        var other => throw new ArgumentOutOfRangeException(nameof(scope), other, "No graph for this activation."),
    };
}
