namespace Interp.Models.Families;

/// <summary>The families that are read.</summary>
internal static class FamilyRegistry
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Family> All { get; } =
    [
        LlamaFamily.Family, Gpt2Family.Family, MistralFamily.Family, Qwen2Family.Family, Qwen3Family.Family, Gemma2Family.Family,
        NeoxFamily.Family, OptFamily.Family, BertFamily.Family, .. RobertaFamily.Families,
        Gemma3Family.Family, Phi3Family.Family, GptJFamily.Family, FalconFamily.Family, SmolLm3Family.Family, GraniteFamily.Family, Olmo2Family.Family,
        GptNeoFamily.Family, GemmaFamily.Family, PhiFamily.Family, Starcoder2Family.Family,
    ];

    /// <summary>Their <c>model_type</c> names, for messages.</summary>
    public static string ModelTypes => string.Join(", ", All.Select(family => family.ModelType));

    /// <summary>Their architecture names in GGUF, for messages.</summary>
    public static string Architectures => string.Join(", ", All.Select(family => family.Architecture).OfType<string>());
}
