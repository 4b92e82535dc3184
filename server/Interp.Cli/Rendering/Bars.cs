namespace Interp.Cli.Rendering;

/// <summary>Bars around one zero line on one scale: solid blocks to the right for what raises, <c>▒</c> to the left for what lowers.</summary>
internal sealed class Bars
{
    private const string Eighths = "▏▎▍▌▋▊▉";
    private readonly double perNat;
    private readonly int left;
    private readonly int right;

    /// <summary>A scale on which all of <paramref name="scores"/> fit into <paramref name="width"/> columns, the zero line included.</summary>
    public Bars(IReadOnlyCollection<double> scores, int width)
    {
        var most = Math.Max(0, scores.DefaultIfEmpty(0).Max());
        var least = Math.Max(0, -scores.DefaultIfEmpty(0).Min());
        var space = Math.Max(2, width - 1);
        left = least == 0 ? 0 : Math.Clamp((int)Math.Round(space * least / (most + least)), 1, space - 1);
        right = space - left;
        perNat = Math.Min(most == 0 ? double.MaxValue : right / most, least == 0 ? double.MaxValue : left / least);
    }

    /// <summary>The bar of one score.</summary>
    public IReadOnlyList<Piece> Of(double score)
    {
        if (score < 0)
        {
            var length = Math.Clamp((int)Math.Round(-score * perNat), 0, left);
            return [new string(' ', left - length), new Piece(new string('▒', length), Tone.Lowers), Piece.Dim("│")];
        }

        return [new string(' ', left), Piece.Dim("│"), new Piece(Solid(score), Tone.Raises)];
    }

    private string Solid(double score)
    {
        var eighths = score == 0 ? 0 : Math.Clamp((int)Math.Round(8 * score * perNat), 0, 8 * right);
        return new string('█', eighths / 8) + (eighths % 8 == 0 ? "" : Eighths[(eighths % 8) - 1].ToString());
    }
}
