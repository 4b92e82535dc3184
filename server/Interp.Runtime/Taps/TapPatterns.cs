using System.Globalization;
using Interp.Contracts;
using Interp.Models;
using Interp.Numerics;
using Interp.Runtime.Taps;

namespace Interp.Runtime;

/// <summary>Turns the tap names and patterns of a request into names that a model has.</summary>
public static class TapPatterns
{
    private const string Any = "*";

    /// <summary>The taps that <paramref name="patterns"/> name, each once, in stream order. <c>*</c> stands for a whole part between dots.</summary>
    /// <exception cref="InterpException">
    /// SettingUnknown (no model has such a tap; with the nearest name), NotAvailable (this model lacks it), OutOfRange (layer).
    /// </exception>
    public static IReadOnlyList<string> Expand(IEnumerable<string> patterns, ModelSpec spec)
    {
        var all = TapCatalog.AllOf(spec).Select(tap => (tap.Name, Parts: tap.Name.Split('.'))).ToList();
        var wanted = new HashSet<string>();
        foreach (var pattern in patterns)
        {
            var parts = pattern.Split('.');
            var before = wanted.Count;
            var matches = all.Where(tap => Matches(parts, tap.Parts)).Select(tap => tap.Name).ToList();
            if (matches.Count == 0)
            {
                throw Refusal(pattern, parts, spec);
            }

            wanted.UnionWith(matches);
        }

        return [.. all.Select(tap => tap.Name).Where(wanted.Contains)];
    }

    private static bool Matches(string[] pattern, string[] name) =>
        pattern.Length == name.Length && pattern.Zip(name).All(pair => pair.First == Any || pair.First == pair.Second);

    private static InterpException Refusal(string pattern, string[] parts, ModelSpec spec)
    {
        var layer = parts.Length > 1 && parts[0] is "blocks" or Any ? LayerOf(parts[1]) : null;
        var anyLayer = layer is null ? parts : [.. parts.Select((part, index) => index == 1 ? Any : part)];
        var known = TapCatalog.AllBlockTaps.Select(kind => TapCatalog.BlockName(0, kind.Name))
            .Concat(TapCatalog.AllStreamTaps.Select(kind => kind.Name));
        if (!known.Any(name => Matches(anyLayer, name.Split('.'))))
        {
            return Unknown(pattern, parts, spec);
        }

        if (layer is int number && number >= spec.Layers)
        {
            return new(
                ErrorKind.OutOfRange,
                $"The tap {pattern} names layer {number}, but the model's layers are 0 to {spec.Layers - 1}.",
                $"Use a layer from 0 to {spec.Layers - 1}.",
                new() { ["tap"] = pattern, ["first"] = 0, ["last"] = spec.Layers - 1 });
        }

        return new(
            ErrorKind.NotAvailable,
            $"This model has no tap {pattern}: {spec.Family} models lack it.",
            "See docs/taps.md for the taps of each kind of model.",
            new() { ["tap"] = pattern, ["family"] = spec.Family });
    }

    private static InterpException Unknown(string pattern, string[] parts, ModelSpec spec)
    {
        var layer = parts.Length > 1 && (parts[1] == Any || LayerOf(parts[1]) is not null) ? parts[1] : "0";
        var names = TapCatalog.AllStreamTaps.Select(kind => kind.Name)
            .Concat(TapCatalog.BlockTaps(spec).Select(kind => $"{TapCatalog.BlockPrefix}{layer}.{kind.Name}"))
            .ToList();
        var nearest = NearestName.Of(pattern, names) ?? TapName.ResidPost(0);
        return new(
            ErrorKind.SettingUnknown,
            $"There is no tap {pattern}.",
            $"The nearest name is {nearest}; * stands for a whole part between dots.",
            new() { ["tap"] = pattern, ["nearest"] = nearest });
    }

    /// <summary>A layer number as tap names spell it: digits without a leading zero.</summary>
    private static int? LayerOf(string part) =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var layer)
            && part == layer.ToString(CultureInfo.InvariantCulture) ? layer : null;
}
