using Interp.Contracts;

namespace Interp.Analysis;

/// <summary>Lens modes as requests spell them.</summary>
public static class LensModes
{
    /// <summary>Spelling of a mode.</summary>
    public static string NameOf(LensMode mode) => mode switch
    {
        LensMode.PerLayer => "perLayer",
        LensMode.Frozen => "frozen",
        LensMode.Author => "author",
        _ => "weights",
    };

    /// <summary>The mode that a request names, or <paramref name="otherwise"/> when absent, of those that read a prompt.</summary>
    /// <exception cref="InterpException">SettingUnknown with the nearest mode.</exception>
    public static LensMode Parse(string? mode, LensMode otherwise) =>
        Settings.OneOf("mode", mode, NameOf(otherwise), "perLayer", "frozen", "author") switch
        {
            "perLayer" => LensMode.PerLayer,
            "frozen" => LensMode.Frozen,
            _ => LensMode.Author,
        };

    /// <summary>True where states get the bias vector k0.</summary>
    public static bool AddsBias(LensMode mode) => mode is LensMode.PerLayer or LensMode.Frozen;
}
