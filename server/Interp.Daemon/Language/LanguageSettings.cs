using Interp.Contracts;

namespace Interp.Daemon.Language;

/// <summary>The settings that the language features look at.</summary>
internal sealed record LanguageSettings
{
    /// <summary>False for a folder that nobody vouched for: only the embedded model is used, and no path that it names.</summary>
    public bool Trusted { get; init; } = true;

    /// <summary>The model of blocks that name none; null for the embedded one.</summary>
    public string? Model { get; init; }

    /// <summary>Lens of hovers where the block names none.</summary>
    public string Lens { get; init; } = "perLayer";

    public bool HoverEnabled { get; init; } = true;

    /// <summary>Most rows of layers in a hover: usually as many as an editor shows before it has to be scrolled.</summary>
    public int HoverLayers { get; init; } = 6;

    public bool CodeLensEnabled { get; init; } = true;

    /// <summary>What else changes numbers (provider, device, precision); equal settings, equal answers.</summary>
    public string Others { get; init; } = "";

    /// <summary>The settings of a client; what it leaves open is as it usually is.</summary>
    /// <param name="given">As the client gave them.</param>
    /// <param name="model">The model in force; null for the embedded one.</param>
    public static LanguageSettings Of(DaemonSettings given, string? model)
    {
        var usual = new LanguageSettings();
        return usual with
        {
            Trusted = given.Trusted ?? usual.Trusted,
            Model = model,
            Lens = given.Lens is { Length: > 0 } lens ? lens : usual.Lens,
            HoverEnabled = given.Hover?.Enabled ?? usual.HoverEnabled,
            HoverLayers = given.Hover?.Layers ?? usual.HoverLayers,
            CodeLensEnabled = given.CodeLens?.Enabled ?? usual.CodeLensEnabled,
            Others = $"{given.Provider} {given.Device} {given.Precision} {given.Threads} {string.Join(Path.PathSeparator, given.ModelDirectories ?? [])}",
        };
    }
}
