using System.Text.Json.Nodes;
using Interp.Contracts;

namespace Interp.Daemon.Documents;

/// <summary>Refusals of requests that came from a block, in the words of its document: directives in place of members.</summary>
public static class DocumentWords
{
    /// <summary>The refusal as a reader of the document understands it; as it is where the document did not cause it.</summary>
    /// <param name="block">Where the request came from.</param>
    /// <param name="method">Its method.</param>
    /// <param name="failure">The refusal.</param>
    public static InterpException Of(PromptBlock block, string method, InterpException failure)
    {
        if (MemberOf(failure) is not { } path)
        {
            return failure;
        }

        var member = RootOf(path);
        if (block.MembersOf(method).ContainsKey(member))
        {
            return Renamed(failure, path, $"@set {method}.{path}");
        }

        return DirectiveOf(member) is { } name && block.Find(name) is { } directive ? Of(directive, path, failure) : failure;
    }

    /// <summary>The directive that a member of a request comes from; null for members that no directive sets.</summary>
    public static DirectiveName? DirectiveOf(string? member) => member switch
    {
        "target" => DirectiveName.Target,
        "contrast" => DirectiveName.Contrast,
        "position" or "positions" => DirectiveName.Position,
        "layers" or "inLayers" => DirectiveName.Layers,
        "top" => DirectiveName.Top,
        "provider" or "device" => DirectiveName.Provider,
        "precision" => DirectiveName.Precision,
        "edits" => DirectiveName.Edits,
        "mode" => DirectiveName.Lens,
        "model" => DirectiveName.Model,
        _ => null,
    };

    /// <summary>The member that a refusal is about, with its indices; null where it names none.</summary>
    public static string? MemberOf(InterpException failure) => failure.Facts?["member"] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>The member of the request itself: <c>rows</c> of <c>rows[0].layer</c>.</summary>
    public static string RootOf(string path) => path.IndexOfAny(['[', '.']) is > 0 and var end ? path[..end] : path;

    private static InterpException Of(Directive directive, string path, InterpException failure)
    {
        var last = failure.Kind == ErrorKind.OutOfRange ? failure.Facts?["last"]?.GetValue<int>() : null;
        return (directive.Value, last) switch
        {
            (LayersValue layers, int end) => With(failure, Outside.Layers(directive.Text, layers.First <= end, end)),
            (NumberValue number, int end) when directive.Info?.Name == DirectiveName.Position => With(failure, Outside.Position(number.Number, end)),
            (TokenChoiceValue { Token.Id: int id }, int end) => With(failure, Outside.Token(id, end)),
            _ => Renamed(failure, path, "@" + directive.Word),
        };
    }

    private static InterpException With(InterpException failure, InterpException words) => new(failure.Kind, words.Message, words.Hint, failure.Facts, failure);

    private static InterpException Renamed(InterpException failure, string path, string name) => new(
        failure.Kind, failure.Message.Replace($"`{path}`", name, StringComparison.Ordinal), failure.Hint, failure.Facts, failure);
}
