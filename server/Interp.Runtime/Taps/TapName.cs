namespace Interp.Runtime;

/// <summary>The names of activations, in TransformerLens's spelling. Shapes are listed in docs/taps.md.</summary>
public static class TapName
{
    public const string Embed = "hook_embed";
    public const string FinalScale = "ln_final.hook_scale";
    public const string FinalNormalized = "ln_final.hook_normalized";
    public const string Logits = "logits";

    public static string ResidPre(int layer) => $"blocks.{layer}.hook_resid_pre";
    public static string ResidMid(int layer) => $"blocks.{layer}.hook_resid_mid";
    public static string ResidPost(int layer) => $"blocks.{layer}.hook_resid_post";
    public static string Ln1Scale(int layer) => $"blocks.{layer}.ln1.hook_scale";
    public static string Ln1Normalized(int layer) => $"blocks.{layer}.ln1.hook_normalized";
    public static string Ln2Scale(int layer) => $"blocks.{layer}.ln2.hook_scale";
    public static string Ln2Normalized(int layer) => $"blocks.{layer}.ln2.hook_normalized";
    public static string Query(int layer) => $"blocks.{layer}.attn.hook_q";
    public static string Key(int layer) => $"blocks.{layer}.attn.hook_k";
    public static string Value(int layer) => $"blocks.{layer}.attn.hook_v";
    public static string Scores(int layer) => $"blocks.{layer}.attn.hook_attn_scores";
    public static string Pattern(int layer) => $"blocks.{layer}.attn.hook_pattern";
    public static string Z(int layer) => $"blocks.{layer}.attn.hook_z";
    public static string AttnOut(int layer) => $"blocks.{layer}.hook_attn_out";
    public static string MlpPre(int layer) => $"blocks.{layer}.mlp.hook_pre";
    public static string MlpPreLinear(int layer) => $"blocks.{layer}.mlp.hook_pre_linear";
    public static string MlpPost(int layer) => $"blocks.{layer}.mlp.hook_post";
    public static string MlpOut(int layer) => $"blocks.{layer}.hook_mlp_out";
}
