using ScottPlot;

namespace Interp.Figures.Drawing;

/// <summary>Colours of printed pictures; none says anything that shape, hatch or text do not say too.</summary>
internal static class FigureColours
{
    public static readonly Color Text = Color.FromHex("#1F1F1F");
    public static readonly Color Second = Color.FromHex("#616161");
    public static readonly Color Rule = Color.FromHex("#D4D4D4");
    public static readonly Color Band = Color.FromHex("#F7F7F7");
    public static readonly Color Raises = Color.FromHex("#2273BF");
    public static readonly Color Lowers = Color.FromHex("#BC5600");
    public static readonly Color Attention = Color.FromHex("#13796B");
    public static readonly Color FeedForward = Color.FromHex("#6C46B0");
    public static readonly Color White = Color.FromHex("#FFFFFF");
    public static readonly Color Black = Color.FromHex("#000000");

    /// <summary>The sequential scale, light to dark blue, linear in lightness; <paramref name="share"/> from 0 to 1.</summary>
    public static Color Sequential(double share)
    {
        var s = Math.Clamp(share, 0, 1);
        return FromOklch(Mix(0.985, 0.42, s), Mix(0.004, 0.135, s), Mix(235, 258, s));
    }

    /// <summary>Black or white, whichever contrasts more.</summary>
    public static Color TextOn(Color ground) => Luminance(ground) > 0.179 ? Black : White;

    private static double Mix(double from, double to, double share) => from + ((to - from) * share);

    /// <summary>Relative luminance as the accessibility guidelines define it.</summary>
    private static double Luminance(Color colour) => (0.2126 * Linear(colour.R)) + (0.7152 * Linear(colour.G)) + (0.0722 * Linear(colour.B));

    private static double Linear(byte channel)
    {
        var value = channel / 255d;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }

    /// <summary>Björn Ottosson's OKLab, in polar form, hue in degrees, to sRGB.</summary>
    private static Color FromOklch(double lightness, double chroma, double hue)
    {
        var a = chroma * Math.Cos(hue * Math.PI / 180);
        var b = chroma * Math.Sin(hue * Math.PI / 180);
        var l = Cube(lightness + (0.3963377774 * a) + (0.2158037573 * b));
        var m = Cube(lightness - (0.1055613458 * a) - (0.0638541728 * b));
        var s = Cube(lightness - (0.0894841775 * a) - (1.2914855480 * b));
        return new Color(
            Channel((4.0767416621 * l) - (3.3077115913 * m) + (0.2309699292 * s)),
            Channel((-1.2684380046 * l) + (2.6097574011 * m) - (0.3413193965 * s)),
            Channel((-0.0041960863 * l) - (0.7034186147 * m) + (1.7076147010 * s)));
    }

    private static double Cube(double value) => value * value * value;

    private static byte Channel(double linear)
    {
        var value = Math.Clamp(linear, 0, 1);
        var encoded = value <= 0.0031308 ? 12.92 * value : (1.055 * Math.Pow(value, 1 / 2.4)) - 0.055;
        return (byte)Math.Round(255 * encoded);
    }
}
