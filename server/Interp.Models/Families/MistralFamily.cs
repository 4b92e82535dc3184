using Interp.Models.Formats.Safetensors;

namespace Interp.Models.Families;

/// <summary>Mistral: Llama with a sliding window in every layer. Its GGUF files say that they are Llama's.</summary>
internal static class MistralFamily
{
    private const int UsualWindow = 4096;

    /// <summary>The family.</summary>
    public static Family Family { get; } = new()
    {
        Name = "mistral",
        ModelType = "mistral",
        FromConfig = FromConfig,
    };

    private static FamilyReading FromConfig(ConfigSettings config)
    {
        var spec = new ConfigSchema { UsualKvHeads = 8 }.Read(config, "mistral");
        var window = config.SizeOrNone("sliding_window", UsualWindow);
        return new FamilyReading(spec with { Windows = SharedSettings.Windows(spec.Layers, window, _ => true) }, LlamaFamily.ConfigMap);
    }
}
