using System.Numerics.Tensors;
using Interp.Models;
using Interp.Runtime.Reference;

namespace Interp.Runtime.Verification;

/// <summary>
/// Sums that must hold between the taps of one run, whatever the reference says: everything that analyses take apart adds up again.
/// Differences are against the root mean square of the sum at each position.
/// </summary>
internal sealed class TapIdentities(Model model, ForwardPass pass, int threads)
{
    private readonly ModelSpec spec = model.Spec;
    private readonly ReferenceForward reference = new(model.Spec, model.Weights, threads);

    /// <summary>Checks the identities of <paramref name="layers"/> and adds them to <paramref name="report"/>.</summary>
    public void Check(IReadOnlyList<int> layers, VerificationReport report, CancellationToken cancel)
    {
        Add("hook_pattern · hook_v = hook_z", PatternTimesValues);
        Add("heads + b_O = hook_attn_out", layer => Heads(layer, cancel));
        Add("neurons + b_out = hook_mlp_out", layer => Neurons(layer, cancel));
        if (spec.Order != BlockOrder.Post)
        {
            Add("hook_resid_pre + hook_attn_out + hook_mlp_out = hook_resid_post", Stream);
        }

        void Add(string name, Func<int, double> difference) => report.AddCheck(name, layers.Max(difference), VerificationLimits.Identity);
    }

    private ReferenceTensor Tap(string name) => ReferenceTensor.From(pass[name]);

    private double PatternTimesValues(int layer)
    {
        var (pattern, values, z) = (Tap(TapName.Pattern(layer)), Tap(TapName.Value(layer)), Tap(TapName.Z(layer)));
        var sums = new ReferenceTensor([.. z.Shape]);
        for (var head = 0; head < spec.Heads; head++)
        {
            for (var t = 0; t < pass.Length; t++)
            {
                var sum = sums.Head(t, head);
                for (var source = 0; source < pass.Length; source++)
                {
                    TensorPrimitives.MultiplyAdd(values.Head(source, spec.KvHeadOf(head)), pattern.Row(head)[(t * pass.Length) + source], sum, sum);
                }
            }
        }

        return Difference(sums, z);
    }

    private double Heads(int layer, CancellationToken cancel)
    {
        var block = model.Weights.Layers[layer];
        var z = Tap(TapName.Z(layer)).As(pass.Length, spec.Heads * spec.HeadWidth);
        var sum = ReferenceProducts.Write(z, block.Output, block.OutputBias, threads, cancel);
        return Difference(reference.Branch(sum, block.AttentionBranchNorm), Tap(TapName.AttnOut(layer)));
    }

    private double Neurons(int layer, CancellationToken cancel)
    {
        var block = model.Weights.Layers[layer];
        var sum = ReferenceProducts.Write(Tap(TapName.MlpPost(layer)), block.Out, block.OutBias, threads, cancel);
        return Difference(reference.Branch(sum, block.FeedForwardBranchNorm), Tap(TapName.MlpOut(layer)));
    }

    private double Stream(int layer)
    {
        var sum = Tap(TapName.ResidPre(layer)).Plus(Tap(TapName.AttnOut(layer))).Plus(Tap(TapName.MlpOut(layer)));
        return Difference(sum, Tap(TapName.ResidPost(layer)));
    }

    private static double Difference(ReferenceTensor sum, ReferenceTensor tap) => TapComparison.OfRows(tap, sum, centred: false);
}
