using Interp.Models.Formats.Gguf;
using Interp.Models.Formats.Safetensors;

namespace Interp.Models.Families;

/// <summary>SmolLM 3: Llama without positions in every fourth layer.</summary>
internal static class SmolLm3Family
{
    private const int UsualInterval = 4;

    /// <summary>The family.</summary>
    public static Family Family { get; } = new()
    {
        Name = "smollm3",
        ModelType = "smollm3",
        Architecture = "smollm3",
        FromConfig = FromConfig,
        FromGguf = FromGguf,
        HarmlessMembers = new HashSet<string>(StringComparer.Ordinal) { "max_window_layers" },
    };

    private static FamilyReading FromConfig(ConfigSettings config)
    {
        var schema = new ConfigSchema
        {
            UsualKvHeads = 4,
            Rotary = (_, headWidth) => RotaryReader.FromConfig(config, headWidth, usualBase: 2_000_000),
            UsuallyTied = true,
        };
        var spec = schema.Read(config, "smollm3");
        var interval = config.Size("no_rope_layer_interval", UsualInterval);
        var turned = config.Integers("no_rope_layers") is { } listed
            ? listed.Count == spec.Layers ? [.. listed.Select(entry => entry != 0)] : throw config.Bad("no_rope_layers", $"a list of {listed.Count} for {spec.Layers} layers")
            : Enumerable.Range(0, spec.Layers).Select(layer => (layer + 1) % interval != 0).ToArray();
        var window = config.OptionalSize("sliding_window");
        spec = spec with
        {
            LayerRotaries = [.. turned.Select(turns => turns ? spec.Rotary : null)],
            Windows = SharedSettings.WindowsByType(config, spec.Layers, config.Flag("use_sliding_window", false) ? window : null, layer => !turned[layer]),
        };
        return new FamilyReading(spec, LlamaFamily.WithBiases(config, LlamaFamily.ConfigMap));
    }

    /// <summary>GGUF has no key for the layers without positions: they are the usual ones.</summary>
    private static FamilyReading FromGguf(GgufSettings keys)
    {
        var spec = GgufSchema.Gated(keys, "smollm3");
        spec = spec with { LayerRotaries = [.. Enumerable.Range(1, spec.Layers).Select(layer => layer % UsualInterval != 0 ? spec.Rotary : null)] };
        return new FamilyReading(spec, LlamaFamily.PairedGgufMap);
    }
}
