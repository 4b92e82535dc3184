namespace Interp.Figures.Drawing;

/// <summary>A rectangle on a sheet, in page units, y downwards.</summary>
internal readonly record struct Extent(double Left, double Top, double Right, double Bottom)
{
    public double Width => Right - Left;

    public double Height => Bottom - Top;

    public double CentreX => (Left + Right) / 2;

    public double CentreY => (Top + Bottom) / 2;

    /// <summary>True where the two have area in common.</summary>
    public bool Overlaps(Extent other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;

    /// <summary>True where <paramref name="other"/> lies wholly inside.</summary>
    public bool Contains(Extent other) => other.Left >= Left && other.Right <= Right && other.Top >= Top && other.Bottom <= Bottom;

    /// <summary>The box with <paramref name="margin"/> added on each side.</summary>
    public Extent Grown(double margin) => new(Left - margin, Top - margin, Right + margin, Bottom + margin);
}
