using System.Text.Json;

namespace Interp.Contracts;

/// <summary>Members of every request. All are optional; <c>null</c> means the same as absent.</summary>
public abstract record AnalysisRequest
{
    /// <summary>The analysis, e.g. <c>lens</c>.</summary>
    public string? Method { get; init; }

    /// <summary>A name under <c>models/</c>, a folder, or a <c>.gguf</c> file; absent = the embedded default.</summary>
    public string? Model { get; init; }

    /// <summary>The prompt as text; exactly one of text and ids.</summary>
    public string? Text { get; init; }

    /// <summary>The prompt as token ids; exactly one of text and ids.</summary>
    public int[]? Ids { get; init; }

    /// <summary>BERT segments, one per token; default zeros.</summary>
    public int[]? TypeIds { get; init; }

    /// <summary><c>auto</c> (default), <c>cpu</c>, <c>directml</c> or <c>webgpu</c>.</summary>
    public string? Provider { get; init; }

    /// <summary>Adapter by index or by a part of its name.</summary>
    public string? Device { get; init; }

    /// <summary><c>f32</c> (default), <c>f16</c>, <c>q8</c> or <c>auto</c>.</summary>
    public string? Precision { get; init; }

    /// <summary>Interventions to run under: inline objects or the path of a saved file.</summary>
    public JsonElement? Edits { get; init; }
}
