using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Interp.Cli.Commands;

/// <summary><c>--neuron L.N</c>, <c>--head L.H</c> and <c>--tap NAME</c> as vectors of a projection.</summary>
internal sealed class VectorShorthands
{
    /// <summary>The member that they fill.</summary>
    public const string Member = "vectors";

    private readonly Option<string[]> neurons = Repeated("--neuron", "L.N", "A feed-forward neuron: what it writes; with a prompt, what it writes there.");
    private readonly Option<string[]> heads = Repeated("--head", "L.H", "What an attention head writes at --position of the prompt.");
    private readonly Option<string[]> taps = Repeated("--tap", "NAME", "An activation at --position of the prompt, e.g. blocks.5.hook_resid_post.");

    /// <summary>Adds the options.</summary>
    public void Describe(Command command)
    {
        command.Add(neurons);
        command.Add(heads);
        command.Add(taps);
    }

    /// <summary>Adds the vectors that were named to those of the request.</summary>
    /// <exception cref="UsageException">A name is not of the form L.N.</exception>
    public void AddTo(JsonObject request, ParseResult parsed)
    {
        var hasPrompt = request.ContainsKey("text") || request.ContainsKey("ids");
        var position = request["position"]?.GetValue<int>();
        List<JsonObject> vectors =
        [
            .. Given(parsed, neurons).Select(name => Part("--neuron", name, hasPrompt ? "ffContribution" : "ffValue", "neuron", hasPrompt ? position : null)),
            .. Given(parsed, heads).Select(name => Part("--head", name, "head", "head", position)),
            .. Given(parsed, taps).Select(name => At(new() { ["kind"] = "tap", ["name"] = name }, position)),
        ];
        if (vectors.Count > 0)
        {
            var list = request[Member] as JsonArray ?? [];
            request[Member] = list;
            vectors.ForEach(list.Add);
        }
    }

    private static JsonObject Part(string option, string name, string kind, string member, int? position)
    {
        var parts = name.Split('.');
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
