using System.Text.Json.Nodes;
using Interp.Contracts;

namespace Interp.Analysis;

/// <summary>Which members a kind of vector takes; checks what is missing and what does not belong.</summary>
internal static class VectorMembers
{
    private static readonly Dictionary<string, string[]> ByKind = new()
    {
        ["ffValue"] = ["layer", "neuron"],
        ["ffKey"] = ["layer", "neuron", "branch?", "foldNorm?"],
        ["ffContribution"] = ["layer", "neuron", "position?"],
        ["attnValue"] = ["layer", "head", "neuron"],
        ["attnKey"] = ["layer", "head", "neuron", "foldNorm?"],
        ["head"] = ["layer", "head", "position?"],
        ["headSource"] = ["layer", "head", "source", "position?"],
        ["tap"] = ["name", "position?"],
        ["embedding"] = ["token"],
        ["explicit"] = ["values"],
    };

    /// <summary>Refuses unknown kinds, missing members, and members of other kinds.</summary>
    /// <exception cref="InterpException">SettingUnknown naming the member's path.</exception>
    public static void Check(VectorChoice choice, string path)
    {
        if (!ByKind.TryGetValue(choice.Kind, out var members))
        {
            throw Settings.UnknownValue($"{path}.kind", choice.Kind, [.. ByKind.Keys]);
        }

        foreach (var (name, given) in Given(choice))
        {
            if (given && !members.Contains(name) && !members.Contains(name + "?"))
            {
                throw NotOfKind(choice, path, name, members);
            }

            if (!given && members.Contains(name))
            {
                throw Settings.Unknown($"{path}.{name}", $"`{path}` of kind {choice.Kind} lacks `{name}`.", $"Give `{name}`.");
            }
        }
    }

    /// <summary>The members of a kind, or null for an unknown kind.</summary>
    public static IReadOnlyList<string>? Of(string kind) => ByKind.TryGetValue(kind, out var members) ? [.. members.Select(member => member.TrimEnd('?'))] : null;

    private static IEnumerable<(string Name, bool Given)> Given(VectorChoice choice) =>
    [
        ("layer", choice.Layer is not null),
        ("neuron", choice.Neuron is not null),
        ("head", choice.Head is not null),
        ("position", choice.Position is not null),
        ("source", choice.Source is not null),
        ("branch", choice.Branch is not null),
        ("foldNorm", choice.FoldNorm is not null),
        ("name", choice.Name is not null),
        ("token", choice.Token is not null),
        ("values", choice.Values is not null),
    ];

    private static InterpException NotOfKind(VectorChoice choice, string path, string name, string[] members) => new(
        ErrorKind.SettingUnknown,
        $"`{path}.{name}` does not belong to a vector of kind {choice.Kind}.",
        $"Members of {choice.Kind} are {string.Join(", ", members.Select(member => member.TrimEnd('?')))}.",
        new JsonObject { ["member"] = $"{path}.{name}" });
}
