using Interp.Contracts;
using Interp.Models;

namespace Interp.Analysis.Contributions;

/// <summary>Checks parts that a request names.</summary>
internal static class PartReader
{
    /// <summary>A head (layer, head) or a feed-forward neuron (layer, neuron).</summary>
    /// <exception cref="InterpException">SettingUnknown (another combination of members), OutOfRange.</exception>
    public static PartChoice Row(string member, PartChoice part, ModelSpec spec)
    {
        if (part.Position is not null || part.Head is null == part.Neuron is null)
        {
            throw Settings.Unknown(member, $"`{member}` is neither a head nor a feed-forward neuron.", "Give layer and head, or layer and neuron.");
        }

        Settings.Index($"{member}.layer", part.Layer, spec.Layers);
        if (part.Head is int head)
        {
            Settings.Index($"{member}.head", head, spec.Heads);
        }
        else if (part.Neuron is int neuron)
        {
            Settings.Index($"{member}.neuron", neuron, spec.FfWidth);
        }

        return part;
    }

    /// <summary>A feed-forward neuron (layer, neuron) or an attention neuron (layer, head, neuron, position); positions count from 0 afterwards.</summary>
    /// <exception cref="InterpException">SettingUnknown (another combination of members), OutOfRange (also a masked position).</exception>
    public static PartChoice ValueNeuron(string member, PartChoice part, Prompt prompt, ModelSpec spec)
    {
        if (part.Neuron is not int neuron || part.Head is null != part.Position is null)
        {
            throw Settings.Unknown(
                member, $"`{member}` is neither a feed-forward nor an attention neuron.", "Give layer and neuron, or layer, head, neuron and position.");
        }

        Settings.Index($"{member}.layer", part.Layer, spec.Layers);
        Settings.Index($"{member}.neuron", neuron, part.Head is null ? spec.FfWidth : spec.HeadWidth);
        if (part.Head is not int head || part.Position is not int given)
        {
            return part;
        }

        Settings.Index($"{member}.head", head, spec.Heads);
        return part with { Position = prompt.Position($"{member}.position", given) };
    }

    /// <summary>Refuses an attention neuron whose source the analysed position does not see.</summary>
    /// <exception cref="InterpException">OutOfRange with the visible range.</exception>
    public static void CheckVisible(IReadOnlyList<PartChoice> parts, int position, int length, ModelSpec spec)
    {
        for (var index = 0; index < parts.Count; index++)
        {
            if (parts[index].Position is int source && !spec.Sees(parts[index].Layer, position, source))
            {
                int[] seen = [.. Enumerable.Range(0, length).Where(candidate => spec.Sees(parts[index].Layer, position, candidate))];
                throw Settings.OutOfRange($"queries.of[{index}].position", source, seen[0], seen[^1]);
            }
        }
    }
}
