using System.Text.Json;
using System.Text.Json.Nodes;
using Interp.Analysis;
using Interp.Contracts;

namespace Interp.Daemon.Documents;

/// <summary>Turns a block into the members of a request.</summary>
public static class BlockMembers
{
    /// <summary>
    /// The members that the block gives to a method: its prompt, the settings that the method's request has, and what <c>@set</c> says of it.
    /// </summary>
    /// <param name="block">The block.</param>
    /// <param name="analysis">The method.</param>
    /// <param name="context">What holds where the block says nothing.</param>
    public static JsonObject Of(PromptBlock block, IAnalysis analysis, BlockContext context)
    {
        var known = analysis.RequestType.Properties.Select(property => property.Name).ToHashSet(StringComparer.Ordinal);
        var members = new JsonObject { ["method"] = analysis.Method, ["text"] = block.Prompt.Text };
        Set("model", Text(ModelOf(block, context)));
        Set("provider", Text(block.Provider ?? context.Provider));
        Set("precision", Text(block.Precision ?? context.Precision));
        Set("edits", Edits(block, context.Folder));
        Set("target", Token(block.Target));
        Set("contrast", Token(block.Contrast));
        Set("position", block.Find(DirectiveName.Position) is null ? null : JsonValue.Create(block.Position));
        Set("mode", Text(block.Lens));
        Set("top", analysis.Method is "forward" or "lens" or "project" && block.Top is int top ? JsonValue.Create(top) : null);
        Set("layers", Layers(block));
        Set("inLayers", Layers(block));
        foreach (var (member, value) in block.MembersOf(analysis.Method))
        {
            members[member] = JsonNode.Parse(value.GetRawText());
        }

        return members;

        void Set(string member, JsonNode? value)
        {
            if (value is not null && known.Contains(member))
            {
                members[member] = value;
            }
        }
    }

    /// <summary>The request of a block for a method, read and checked.</summary>
    /// <exception cref="InterpException">SettingUnknown: a member that does not fit.</exception>
    public static TRequest Request<TRequest>(PromptBlock block, IAnalysis analysis, BlockContext context)
        where TRequest : AnalysisRequest
    {
        using var json = JsonDocument.Parse(Of(block, analysis, context).ToJsonString());
        return (TRequest)RequestReader.Read(analysis, json.RootElement);
    }

    /// <summary>A request of the block: with its prompt, and what else every method takes.</summary>
    public static TRequest Ask<TRequest>(TRequest request, PromptBlock block, BlockContext context)
        where TRequest : AnalysisRequest
    {
        var common = Common(block, context);
        AnalysisRequest given = request;
        return (TRequest)(given with { Model = common.Model, Text = common.Text, Provider = common.Provider, Precision = common.Precision, Edits = common.Edits });
    }

    /// <summary>The request for the tokens of the block's prompt.</summary>
    public static TokenizeRequest AskTokens(PromptBlock block, BlockContext context) => new() { Method = "tokenize", Model = ModelOf(block, context), Text = block.Prompt.Text };

    /// <summary>The members that every method takes.</summary>
    public static BlockRequest Common(PromptBlock block, BlockContext context) => new()
    {
        Model = ModelOf(block, context),
        Text = block.Prompt.Text,
        Provider = block.Provider ?? context.Provider,
        Precision = block.Precision ?? context.Precision,
        Edits = Edits(block, context.Folder) is { } edits ? ElementOf(edits) : null,
    };

    /// <summary>The model that reads the block; null for the one that comes with the program.</summary>
    public static string? ModelOf(PromptBlock block, BlockContext context) => PathIn(context.Folder, block.Model) ?? context.Model;

    private static JsonElement ElementOf(JsonNode node)
    {
        using var json = JsonDocument.Parse(node.ToJsonString());
        return json.RootElement.Clone();
    }

    /// <summary>A path that begins with a dot, seen from the document's folder; anything else as it is.</summary>
    private static string? PathIn(string? folder, string? path) =>
        path is ['.', ..] && folder is not null && !path.Contains('\0', StringComparison.Ordinal) ? Path.GetFullPath(Path.Combine(folder, path)) : path;

    private static JsonNode? Edits(PromptBlock block, string? folder) => block.Edits switch
    {
        InlineJsonValue inline => JsonNode.Parse(inline.Json.GetRawText()),
        TextValue { Text: var path } => Text(folder is null || Path.IsPathFullyQualified(path) || path.Contains('\0', StringComparison.Ordinal) ? path : Path.GetFullPath(Path.Combine(folder, path))),
        _ => null,
    };

    private static JsonValue? Text(string? text) => text is null ? null : JsonValue.Create(text);

    private static JsonValue? Token(TokenChoice? token) => token switch
    {
        { Id: int id } => JsonValue.Create(id),
        { Text: { } text } => JsonValue.Create(text),
        _ => null,
    };

    private static JsonArray? Layers(PromptBlock block) => block.Layers is { } layers
        ? new JsonArray([.. Enumerable.Range(layers.First, Math.Min(layers.Last - layers.First + 1, MostLayers)).Select(layer => (JsonNode)JsonValue.Create(layer))])
        : null;

    // Deeper models do not exist; a range that goes on is refused by the analysis for its first layer too many.
    private const int MostLayers = 4096;
}
