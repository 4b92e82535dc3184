using Interp.Contracts;
using Interp.Runtime;

namespace Interp.Analysis;

/// <summary>A depth of the stream that a lens reads: its row, and the tap that holds it.</summary>
internal sealed record LensDepth(LensRow Row, string Tap);

/// <summary>The depths of a lens, from the embedding to the last block's output.</summary>
internal static class LensRows
{
    public static IReadOnlyList<LensDepth> Of(int layers, bool mid)
    {
        var rows = new List<LensDepth> { new(new LensRow { Row = "embed" }, TapName.Embed) };
        for (var layer = 0; layer < layers; layer++)
        {
            if (mid)
            {
                rows.Add(new(new LensRow { Row = "mid", Layer = layer }, TapName.ResidMid(layer)));
            }

            rows.Add(new(new LensRow { Row = "out", Layer = layer }, TapName.ResidPost(layer)));
        }

        return rows;
    }
}
