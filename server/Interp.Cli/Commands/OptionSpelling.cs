using System.Text.RegularExpressions;

namespace Interp.Cli.Commands;

/// <summary>The words of a failure for the command line that its request came from: members of the request are called by their options.</summary>
/// <param name="members">The options of the verb.</param>
internal sealed partial class OptionSpelling(IReadOnlyList<MemberOption> members)
{
    /// <summary>The text with <c>--in-layers</c> for <c>`inLayers`</c>, and so on; what names no member stays.</summary>
    public string Of(string text) => Quoted().Replace(text, match => match.Groups["member"].Value switch
    {
        "text" => "PROMPT",
        "model" or "provider" or "precision" => "--" + match.Groups["member"].Value,
        var member => members.FirstOrDefault(option => option.Member == member) is { } option ? Spelled(option, match.Groups["rest"].Value) : match.Value,
    });

    /// <summary>Lists are given as one value; of an object the member inside is named too.</summary>
    private static string Spelled(MemberOption option, string rest) =>
        rest.Length == 0 || option.Kind is MemberKind.Wholes or MemberKind.Texts ? option.Name : $"`{rest.TrimStart('.')}` of {option.Name}";

    [GeneratedRegex(@"`(?<member>[a-zA-Z]{1,40})(?<rest>[.\[][^`]*)?`", RegexOptions.CultureInvariant)]
    private static partial Regex Quoted();
}
