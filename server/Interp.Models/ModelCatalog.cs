namespace Interp.Models;

/// <summary>The models that are on this machine.</summary>
public static class ModelCatalog
{
    /// <summary>All models in <see cref="ModelFolders.Roots"/> and in the Hugging Face cache; only headers are read. What cannot be looked at is left out.</summary>
    public static IReadOnlyList<CatalogEntry> List() => ModelFolders.Search().List();
}

/// <summary>A model that is here.</summary>
/// <param name="Name">Name that <see cref="ModelFolders.Resolve"/> takes.</param>
/// <param name="Path">The <c>.gguf</c> file or the folder, absolute.</param>
/// <param name="Format"><c>gguf</c> or <c>safetensors</c>.</param>
/// <param name="Family">What its settings say; null where they cannot be read.</param>
/// <param name="Bytes">Of its settings and weights.</param>
/// <param name="Source"><c>embedded</c>, <c>INTERP_MODELS</c> or <c>huggingface</c>.</param>
public sealed record CatalogEntry(string Name, string Path, string Format, string? Family, long Bytes, string Source);
