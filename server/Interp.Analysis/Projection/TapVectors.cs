using System.Globalization;
using Interp.Contracts;
using Interp.Models;
using Interp.Runtime;

namespace Interp.Analysis;

/// <summary>Vectors of kind <c>tap</c>: activations of width D, of the stream itself or of what is added to it.</summary>
internal static class TapVectors
{
    private const string LayerMark = "*";
    private static readonly (string Name, bool IsState)[] Known =
    [
        ("hook_embed", true),
        ("blocks.*.hook_resid_pre", true),
        ("blocks.*.hook_resid_mid", true),
        ("blocks.*.hook_resid_post", true),
        ("blocks.*.hook_attn_out", false),
        ("blocks.*.hook_mlp_out", false),
        ("blocks.*.ln1.hook_normalized", false),
        ("blocks.*.ln2.hook_normalized", false),
    ];

    /// <summary>The plan of a tap at a position.</summary>
    /// <exception cref="InterpException">SettingUnknown (no such tap, or none of width D), OutOfRange (layer).</exception>
    public static PlannedVector Plan(VectorChoice choice, string path, ModelSpec spec, int position)
    {
        var name = choice.Name ?? "";
        var (pattern, layer) = Split(name);
        if (layer >= spec.Layers)
        {
            throw new InterpException(
                ErrorKind.OutOfRange,
                $"`{path}.name` names layer {layer}, outside 0 to {spec.Layers - 1}.",
                $"Give a layer from 0 to {spec.Layers - 1}.",
                new() { ["member"] = $"{path}.name: layer", ["value"] = layer, ["first"] = 0, ["last"] = spec.Layers - 1 });
        }

        var tap = Known.FirstOrDefault(known => known.Name == pattern);
        if (tap.Name is null)
        {
            throw Refusal(name, layer, $"{path}.name", spec);
        }

        return new PlannedVector
        {
            Choice = choice with { Position = position },
            Position = position,
            IsState = tap.IsState,
            Taps = [name],
            Fill = (pass, vector) => (pass ?? throw new InvalidOperationException("A tap needs a pass."))[name].Row(position).CopyTo(vector),
        };
    }

    private static InterpException Refusal(string name, int? layer, string member, ModelSpec spec)
    {
        var number = (layer ?? 0).ToString(CultureInfo.InvariantCulture);
        string[] spelled = [.. Known.Select(known => known.Name.Replace(LayerMark, number, StringComparison.Ordinal))];
        if (name.Contains(LayerMark, StringComparison.Ordinal))
        {
            return Settings.Unknown(member, $"`{member}` is the pattern {name}; a full name is due.", $"Write, for example, {TapName.ResidPost(0)}.");
        }

        return Exists(name, spec)
            ? Settings.Unknown(member, $"`{member}` is {name}, whose rows do not have the width of the stream.", $"Use one of {string.Join(", ", spelled)}.")
            : Settings.UnknownValue(member, name, spelled);
    }

    private static bool Exists(string name, ModelSpec spec)
    {
        try
        {
            return TapPatterns.Expand([name], spec).Count > 0;
        }
        catch (InterpException)
        {
            return false;
        }
    }

    /// <summary>A name with its layer taken out; a layer is written without leading zeros.</summary>
    private static (string Pattern, int? Layer) Split(string name)
    {
        var parts = name.Split('.');
        if (parts.Length > 1
            && parts[0] == "blocks"
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var layer)
            && parts[1] == layer.ToString(CultureInfo.InvariantCulture))
        {
            parts[1] = LayerMark;
            return (string.Join('.', parts), layer);
        }

        // A bare mark is no layer.
        return (name.Replace(LayerMark, "", StringComparison.Ordinal), null);
    }
}
