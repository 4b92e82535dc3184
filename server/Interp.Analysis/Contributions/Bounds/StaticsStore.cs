using System.Runtime.CompilerServices;
using Interp.Models;
using Interp.Runtime;

namespace Interp.Analysis.Contributions;

/// <summary>The statics of an open model: in memory, else from what was kept between runs, else computed and kept.</summary>
internal sealed class StaticsStore
{
    private const string RowsName = "contribution-statics";
    private const string HeadsName = "contribution-head-statics";
    private const int Version = 1;
    private static readonly ConditionalWeakTable<Model, StaticsStore> Stores = [];
    private readonly Lock gate = new();
    private ContributionStatics? rows;
    private HeadStatics? heads;

    /// <summary>The store of a model, one for as long as the model lives.</summary>
    public static StaticsStore Of(OpenModel open) => Stores.GetOrCreateValue(open.Model);

    /// <summary>Statics of all rows.</summary>
    public ContributionStatics Rows(OpenModel open, Readout readout, CancellationToken cancel)
    {
        lock (gate)
        {
            if (rows is null && open.ReadDerived(RowsName, Version) is { } kept)
            {
                rows = Unpack(StaticsCodec.Read(kept, RowLengths(open.Model)), open.Model.Spec.Layers);
            }

            if (rows is null)
            {
                rows = new StaticsBuilder(open.Engine, readout, cancel).Build();
                open.WriteDerived(RowsName, Version, StaticsCodec.Write(Pack(rows)));
            }

            return rows;
        }
    }

    /// <summary>Statics of all heads.</summary>
    public HeadStatics Heads(OpenModel open, Readout readout, CancellationToken cancel)
    {
        var centre = Rows(open, readout, cancel).Centre;
        lock (gate)
        {
            if (heads is null && open.ReadDerived(HeadsName, Version) is { } kept && StaticsCodec.Read(kept, HeadLengths(open.Model)) is { } arrays)
            {
                var layers = open.Model.Spec.Layers;
                heads = new HeadStatics { Lengths = arrays[..layers], Spreads = arrays[layers..] };
            }

            if (heads is null)
            {
                heads = new StaticsBuilder(open.Engine, readout, cancel).BuildHeads(centre);
                open.WriteDerived(HeadsName, Version, StaticsCodec.Write([.. heads.Lengths, .. heads.Spreads]));
            }

            return heads;
        }
    }

    private static float[][] Pack(ContributionStatics statics) =>
    [
        [(float)statics.Radius],
        statics.Centre,
        .. statics.FeedForwardLengths,
        .. statics.FeedForwardSpreads,
        .. statics.AttentionLengths,
        .. statics.AttentionSpreads,
    ];

    private static ContributionStatics? Unpack(float[][]? arrays, int layers) => arrays is null ? null : new ContributionStatics
    {
        Radius = arrays[0][0],
        Centre = arrays[1],
        FeedForwardLengths = arrays[2..(2 + layers)],
        FeedForwardSpreads = arrays[(2 + layers)..(2 + (2 * layers))],
        AttentionLengths = arrays[(2 + (2 * layers))..(2 + (3 * layers))],
        AttentionSpreads = arrays[(2 + (3 * layers))..],
    };

    private static int[] RowLengths(Model model)
    {
        var spec = model.Spec;
        var neurons = Enumerable.Repeat(spec.FfWidth, 2 * spec.Layers);
        var entries = Enumerable.Repeat(spec.Heads * spec.HeadWidth, 2 * spec.Layers);
        return [1, spec.Width, .. neurons, .. entries];
    }

    private static int[] HeadLengths(Model model)
    {
        var spec = model.Spec;
        return [.. Enumerable.Repeat(spec.Heads * spec.HeadWidth * spec.HeadWidth, 2 * spec.Layers)];
    }
}
