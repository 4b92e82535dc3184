using static Interp.Runtime.Graphs.GraphBuilder;

namespace Interp.Runtime.Graphs;

/// <summary>
/// Attention in primitive operators: every provider has them, and fused kernels give wrong numbers on some.
/// Grouped queries are not expanded: the H/G query heads of a group are stacked as rows, q [G, (H/G)·T, K].
/// </summary>
internal static class AttentionNodes
{
    /// <summary>Names of what depends on positions alone.</summary>
    /// <param name="Cosine">[T, 1, K], 1 where nothing is rotated.</param>
    /// <param name="Sine">[T, 1, K], minus the sine in the first half of the rotated entries, 0 where nothing is rotated.</param>
    /// <param name="Mask">[T, T]: 0 where seen, else negative infinity; [rows, T] with a past.</param>
    /// <param name="Past">Names of the k and v [P, G, K] of earlier positions, whose rows are not computed; null where all are.</param>
    public readonly record struct Positions(string Cosine, string Sine, string Mask, (string Key, string Value)? Past = null);

    /// <summary>Writes q, k, v, scores, pattern and z, and returns the attention output before any branch norm, named <paramref name="output"/>.</summary>
    public static string Emit(NodeScope scope, string x, Positions positions, string output)
    {
        var spec = scope.Spec;
        var q = Heads(scope, x, "q", spec.Heads, positions);
        var k = Heads(scope, x, "k", spec.KvHeads, positions);
        var v = scope.Reshape("attn.hook_v", scope.Read("attn.v", x, "attn.W_V", "attn.b_V"), 0, spec.KvHeads, spec.HeadWidth);
        if (positions.Past is { } past)
        {
            k = Append(scope, "attn.k_all", past.Key, k);
            v = Append(scope, "attn.v_all", past.Value, v);
        }

        // The scale goes to q, which is smaller than the scores.
        var scaled = scope.Op("Mul", "attn.q_scaled", q, scope.Graph.Scalar(spec.AttentionScale));
        var queries = scope.Reshape("attn.q_groups", scope.Transpose("attn.q_heads", scaled, 1, 0, 2), spec.KvHeads, -1, spec.HeadWidth);
        var keys = scope.Transpose("attn.k_columns", k, 1, 2, 0);
        var products = scope.Op("MatMul", "attn.qk", queries, keys);

        // Capping and masking work on one [H, T, T] view; 0 keeps the last axis.
        var scores = scope.Reshape("attn.qk_heads", products, spec.Heads, -1, 0);
        if (spec.ScoreCap is double cap)
        {
            scores = scope.SoftCap("attn.scores", scores, cap, "attn.scores_capped");
        }

        var masked = scope.Op("Add", "attn.hook_attn_scores", scores, positions.Mask);
        var pattern = scope.Graph.Node("Softmax", scope.Name("attn.hook_pattern"), [masked], Attribute("axis", -1L));
        return Mix(scope, pattern, v, output);
    }

    private static string Append(NodeScope scope, string output, string past, string rows) =>
        scope.Graph.Node("Concat", scope.Name(output), [past, rows], Attribute("axis", 0L));

    private static string Mix(NodeScope scope, string pattern, string v, string output)
    {
        var spec = scope.Spec;
        var groups = scope.Reshape("attn.pattern_groups", pattern, spec.KvHeads, -1, 0);
        var values = scope.Transpose("attn.v_heads", v, 1, 0, 2);
        var mixed = scope.Op("MatMul", "attn.z_groups", groups, values);
        var heads = scope.Reshape("attn.z_heads", mixed, spec.Heads, -1, spec.HeadWidth);
        var z = scope.Transpose("attn.hook_z", heads, 1, 0, 2);
        var flat = scope.Reshape("attn.z_flat", z, 0, spec.Heads * spec.HeadWidth);
        return scope.Write(output, flat, "attn.W_O", "attn.b_O");
    }

    /// <summary>Projection, bias, norm of each head or of all and rotation of q or k: [T, heads, K].</summary>
    private static string Heads(NodeScope scope, string x, string which, int heads, Positions positions)
    {
        var upper = which.ToUpperInvariant();
        var hook = "attn.hook_" + which;
        var norm = $"attn.{which}_norm";
        var joint = scope.Spec.JointHeadNorms && scope.Has(norm + ".w");
        var hasNorm = scope.Has(norm + ".w") && !joint;
        var rotates = scope.Spec.Rotary is not null;
        var flat = scope.Read("attn." + which, x, "attn.W_" + upper, "attn.b_" + upper);
        if (joint)
        {
            flat = scope.Norm(norm, flat, norm + ".scale", norm + ".normalized");
        }

        var split = scope.Reshape(hasNorm || rotates ? $"attn.{which}_split" : hook, flat, 0, heads, scope.Spec.HeadWidth);
        if (hasNorm)
        {
            split = scope.Norm(norm, split, norm + ".scale", rotates ? norm + ".normalized" : hook);
        }

        return rotates ? Rotate(scope, split, which, hook, positions) : split;
    }

    /// <summary>x · cos + swap(x) · sin, where swap exchanges the halves of the rotated entries.</summary>
    private static string Rotate(NodeScope scope, string x, string which, string output, Positions positions)
    {
        var width = scope.Spec.HeadWidth;
        var rotated = scope.Spec.Rotary?.Dimensions ?? 0;
        var half = rotated / 2;
        string[] parts = rotated < width
            ? [scope.Name($"attn.{which}_first"), scope.Name($"attn.{which}_second"), scope.Name($"attn.{which}_rest")]
            : [scope.Name($"attn.{which}_first"), scope.Name($"attn.{which}_second")];
        long[] sizes = rotated < width ? [half, half, width - rotated] : [half, half];
        scope.Graph.Nodes("Split", parts, [x, scope.Graph.Integers(sizes)], Attribute("axis", -1L));
        (parts[0], parts[1]) = (parts[1], parts[0]);
        var swapped = scope.Graph.Node("Concat", scope.Name($"attn.{which}_swapped"), parts, Attribute("axis", -1L));
        var straight = scope.Op("Mul", $"attn.{which}_cosine", x, positions.Cosine);
        var crossed = scope.Op("Mul", $"attn.{which}_sine", swapped, positions.Sine);
        return scope.Op("Add", output, straight, crossed);
    }
}
