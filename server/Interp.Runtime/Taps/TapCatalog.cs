using Interp.Models;

namespace Interp.Runtime.Taps;

/// <summary>A kind of tap: its name without the layer, and its axes in the letters of docs/taps.md.</summary>
/// <param name="Name">E.g. <c>attn.hook_q</c>.</param>
/// <param name="Axes">One letter an axis (<c>1</c> for a single entry), e.g. <c>THK</c>.</param>
internal sealed record TapKind(string Name, string Axes)
{
    /// <summary>The shape for T positions.</summary>
    public int[] Shape(ModelSpec spec, int length) => [.. Axes.Select(axis => Size(axis, spec) ?? length)];

    /// <summary>The shape with null for T.</summary>
    public int?[] GraphShape(ModelSpec spec) => [.. Axes.Select(axis => Size(axis, spec))];

    private static int? Size(char axis, ModelSpec spec) => axis switch
    {
        'T' => null,
        'D' => spec.Width,
        'H' => spec.Heads,
        'G' => spec.KvHeads,
        'K' => spec.HeadWidth,
        'F' => spec.FfWidth,
        'V' => spec.Vocabulary,
        _ => 1,
    };
}

/// <summary>Every kind of tap that any model has, in stream order.</summary>
internal static class TapCatalog
{
    /// <summary>What stands before a block's own tap names, followed by the layer.</summary>
    public const string BlockPrefix = "blocks.";

    private static readonly string[] InputNorms = ["ln1.hook_scale", "ln1.hook_normalized", "ln2.hook_scale", "ln2.hook_normalized"];
    private static readonly TapKind PreLinear = new("mlp.hook_pre_linear", "TF");

    private static readonly TapKind[] Blocks =
    [
        new(Input, "TD"),
        new("ln1.hook_scale", "T1"),
        new("ln1.hook_normalized", "TD"),
        new("attn.hook_q", "THK"),
        new(Key, "TGK"),
        new(Value, "TGK"),
        new("attn.hook_attn_scores", "HTT"),
        new("attn.hook_pattern", "HTT"),
        new("attn.hook_z", "THK"),
        new("hook_attn_out", "TD"),
        new("hook_resid_mid", "TD"),
        new("ln2.hook_scale", "T1"),
        new("ln2.hook_normalized", "TD"),
        new("mlp.hook_pre", "TF"),
        PreLinear,
        new("mlp.hook_post", "TF"),
        new("hook_mlp_out", "TD"),
        new(Output, "TD"),
    ];

    private static readonly TapKind EmbedKind = new(TapName.Embed, "TD");
    private static readonly TapKind FinalScaleKind = new(TapName.FinalScale, "T1");
    private static readonly TapKind FinalNormalizedKind = new(TapName.FinalNormalized, "TD");
    private static readonly TapKind LogitsKind = new(TapName.Logits, "TV");

    /// <summary>Name of a block's input.</summary>
    public const string Input = "hook_resid_pre";

    /// <summary>Name of a block's output, the next one's input.</summary>
    public const string Output = "hook_resid_post";
    public const string Key = "attn.hook_k", Value = "attn.hook_v";

    /// <summary>True for what the prefix cache keeps of a block beside its input.</summary>
    public static bool IsKeptByPrefix(TapKind kind) => kind.Name is Key or Value or Output;

    /// <summary>Kinds that every family's blocks may have.</summary>
    public static IReadOnlyList<TapKind> AllBlockTaps => Blocks;

    /// <summary>Kinds outside blocks, of any family.</summary>
    public static IReadOnlyList<TapKind> AllStreamTaps { get; } = [EmbedKind, FinalScaleKind, FinalNormalizedKind, LogitsKind];

    /// <summary>Kinds that the blocks of a model have.</summary>
    public static IEnumerable<TapKind> BlockTaps(ModelSpec spec) =>
        Blocks.Where(kind => (spec.Gated || kind != PreLinear) && (spec.InputNorms || !InputNorms.Contains(kind.Name)));

    /// <summary>Full names of every tap of a model with their kinds, in stream order.</summary>
    public static IEnumerable<(string Name, TapKind Kind)> AllOf(ModelSpec spec)
    {
        yield return (TapName.Embed, EmbedKind);
        for (var layer = 0; layer < spec.Layers; layer++)
        {
            foreach (var kind in BlockTaps(spec))
            {
                yield return (BlockName(layer, kind.Name), kind);
            }
        }

        // A post-norm model ends with its last block's norm.
        if (spec.Order != BlockOrder.Post)
        {
            yield return (TapName.FinalScale, FinalScaleKind);
            yield return (TapName.FinalNormalized, FinalNormalizedKind);
        }

        if (spec.Vocabulary > 0)
        {
            yield return (TapName.Logits, LogitsKind);
        }
    }

    /// <summary>Name of a block's tap.</summary>
    public static string BlockName(int layer, string local) => $"{BlockPrefix}{layer}.{local}";
}
