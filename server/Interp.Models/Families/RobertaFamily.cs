using Interp.Models.Formats.Safetensors;

namespace Interp.Models.Families;

/// <summary>RoBERTa, and XLM-RoBERTa and CamemBERT, which are built alike: BERT with positions that are counted past the padding token.</summary>
internal static class RobertaFamily
{
    private const int UsualPad = 1;

    /// <summary>The families.</summary>
    public static IReadOnlyList<Family> Families { get; } = [.. new[] { "roberta", "xlm-roberta", "camembert" }.Select(name => new Family
    {
        Name = name,
        ModelType = name,
        IsEncoder = true,
        FromConfig = config => FromConfig(config, name),
        HarmlessMembers = BertFamily.HarmlessMembers,
    })];

    private static WeightMap ConfigMap { get; } = BertFamily.BodyMap("roberta.").WithModel(
        (WeightSlot.HeadDense, "lm_head.dense.weight"),
        (WeightSlot.HeadDenseBias, "lm_head.dense.bias"),
        (WeightSlot.HeadNormGain, "lm_head.layer_norm.weight"),
        (WeightSlot.HeadNormShift, "lm_head.layer_norm.bias"),
        (WeightSlot.Unembedding, "lm_head.decoder.weight"),
        (WeightSlot.UnembeddingBias, new TensorRule("lm_head.decoder.bias") { Aliases = ["lm_head.bias"] })) with
    {
        OtherTasks = ["pooler."],
    };

    private static FamilyReading FromConfig(ConfigSettings config, string family)
    {
        var pad = config.OptionalCount("pad_token_id") ?? UsualPad;
        var spec = BertFamily.Encoder(config, family);
        var rows = spec.Context;
        if (pad >= rows - 1)
        {
            throw config.Bad("pad_token_id", $"{pad}, which leaves no position of the {rows}");
        }

        spec = spec with
        {
            PadId = pad,
            PositionOffset = pad + 1,
            Context = rows - pad - 1,

            // The head has the exact form whatever the blocks have.
            HeadActivation = Activation.GeluErf,
        };
        return new FamilyReading(spec, ConfigMap) { PositionRows = rows };
    }
}
