using Interp.Contracts;
using Interp.Figures;

namespace Interp.Cli.Rendering;

/// <summary>What is proved of a list, in a sentence.</summary>
internal static class CertificateLine
{
    /// <summary>Writes the line.</summary>
    public static void Write(Certificate certificate, string level, IPage page) => page.Facts([.. Pieces(certificate, level)]);

    /// <summary>The mark and the sentence.</summary>
    public static IReadOnlyList<Piece> Pieces(Certificate certificate, string level)
    {
        var counts = $"{NumberText.Count(certificate.ExactEvaluations)} of {NumberText.Count(certificate.Candidates)} evaluated exactly";
        if (certificate.Certified)
        {
            return [new Piece("✓ certified", Tone.Good), Piece.Dim($"the list of {level} equals a full sweep: {counts}, bound {certificate.Bound}")];
        }

        return
        [
            new Piece("! not certified", Tone.Caution),
            Piece.Dim($"the list of {level}: {counts}; one that was not could pass the last listed by up to {Gap(certificate.TopGap)} (top), {Gap(certificate.BottomGap)} (bottom); both ends list only what was evaluated"),
        ];
    }

    private static string Gap(double? gap) => gap is double value ? NumberText.Nats(value) : "an unknown amount";
}
