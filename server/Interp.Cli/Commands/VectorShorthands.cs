using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Interp.Cli.Commands;

/// <summary><c>--neuron L.N</c>, <c>--head L.H</c> and <c>--tap NAME</c> as vectors of a projection.</summary>
internal sealed partial class VectorShorthands
{
    /// <summary>The member that they fill.</summary>
    public const string Member = "vectors";

    private readonly Option<string[]> neurons = Repeated("--neuron", "L.N", "A feed-forward neuron: what it writes; with a prompt, what it writes there.");
    private readonly Option<string[]> heads = Repeated("--head", "L.H", "What an attention head writes at --position of the prompt.");
    private readonly Option<string[]> taps = Repeated("--tap", "NAME", "An activation at --position of the prompt, e.g. blocks.5.hook_resid_post.");

    private readonly Dictionary<int, (string Option, string Name)> spelled = [];

    /// <summary>Adds the options.</summary>
    public void Describe(Command command)
    {
        command.Add(neurons);
        command.Add(heads);
        command.Add(taps);
    }

    /// <summary>Adds the vectors that were named to those of the request.</summary>
    /// <exception cref="UsageException">A name is not of the form L.N, or no vector is given at all.</exception>
    public void AddTo(JsonObject request, ParseResult parsed)
    {
        var hasPrompt = request.ContainsKey("text") || request.ContainsKey("ids");
        var position = request["position"]?.GetValue<int>();
        var list = request[Member] as JsonArray ?? [];
        foreach (var name in Given(parsed, neurons))
        {
            Add("--neuron", name, Part("--neuron", name, hasPrompt ? "ffContribution" : "ffValue", "neuron", hasPrompt ? position : null));
        }

        foreach (var name in Given(parsed, heads))
        {
            Add("--head", name, Part("--head", name, "head", "head", position));
        }

        foreach (var name in Given(parsed, taps))
        {
            Add("--tap", name, At(new() { ["kind"] = "tap", ["name"] = name }, position));
        }

        // What was given as --vectors and is no list is refused when the request is read.
        if (list.Count == 0 && request[Member] is null or JsonArray)
        {
            throw new UsageException(
                "No vector is given.", "Give --neuron 20.3, --head 20.3 or --tap blocks.5.hook_resid_post, for example; --vectors takes every other kind.");
        }

        if (spelled.Count > 0 && list.Parent is null)
        {
            request[Member] = list;
        }

        void Add(string option, string name, JsonObject vector)
        {
            spelled.Add(list.Count, (option, name));
            list.Add(vector);
        }
    }

    /// <summary>A message in which vectors that were named by an option are called by it, not by their place in the request.</summary>
    public string Spelled(string message) => VectorPath().Replace(message, match =>
        !spelled.TryGetValue(int.Parse(match.Groups["index"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture), out var vector) ? match.Value
        : match.Groups["member"].Value switch
        {
            "" => $"{vector.Option} {vector.Name}",
            "name" => vector.Option,
            var member => $"`{member}` of {vector.Option} {vector.Name}",
        });

    [GeneratedRegex(@"`vectors\[(?<index>[0-9]{1,6})\](\.(?<member>\w+))?`", RegexOptions.CultureInvariant)]
    private static partial Regex VectorPath();

    private static JsonObject Part(string option, string name, string kind, string member, int? position)
    {
        // Views show a neuron as 27:1392, documents write it as 27.1392: both are read.
        string[] parts = name.Split(option == "--neuron" && !name.Contains('.', StringComparison.Ordinal) ? ':' : '.');
        if (parts.Length != 2
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var layer)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            throw new UsageException($"{option} takes LAYER.NUMBER; \"{name}\" is not that.", $"Write, for example, {option} 20.3.");
        }

        return At(new() { ["kind"] = kind, ["layer"] = layer, [member] = index }, position);
    }

    private static JsonObject At(JsonObject vector, int? position)
    {
        if (position is int at)
        {
            vector["position"] = at;
        }

        return vector;
    }

    private static IEnumerable<string> Given(ParseResult parsed, Option<string[]> option) => parsed.GetResult(option)?.Tokens.Select(token => token.Value) ?? [];

    private static Option<string[]> Repeated(string name, string placeholder, string description) =>
        new(name) { HelpName = placeholder, Description = description, Arity = ArgumentArity.OneOrMore };
}
