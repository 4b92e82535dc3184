namespace Interp.Daemon.Language;

/// <summary>The settings that the language features look at.</summary>
internal sealed record LanguageSettings
{
    /// <summary>As many rows of layers as an editor shows of a hover before it has to be scrolled.</summary>
    public const int UsualHoverLayers = 6;

    /// <summary>False for a folder that nobody vouched for: only the embedded model is used, and no path that it names.</summary>
    public bool Trusted { get; init; } = true;

    /// <summary>The model of blocks that name none; null for the embedded one.</summary>
    public string? Model { get; init; }

    /// <summary>Lens of hovers where the block names none.</summary>
    public string Lens { get; init; } = "perLayer";

    public bool HoverEnabled { get; init; } = true;

    /// <summary>Most rows of layers in a hover.</summary>
    public int HoverLayers { get; init; } = UsualHoverLayers;

    public bool CodeLensEnabled { get; init; } = true;

    /// <summary>What else changes numbers (provider, device, precision); equal settings, equal answers.</summary>
    public string Others { get; init; } = "";
}
