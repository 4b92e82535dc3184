using System.Text.Json.Serialization.Metadata;
using Interp.Contracts;
using Interp.Models;
using Interp.Runtime;

namespace Interp.Analysis;

/// <summary>Text to tokens, or ids to texts. Reads no weights.</summary>
public sealed class TokenizeAnalysis : Analysis<TokenizeRequest, TokenizeResult>
{
    /// <inheritdoc/>
    public override string Method => "tokenize";

    /// <inheritdoc/>
    public override string Summary => "Tokens of a text with ids and offsets, or the texts of ids.";

    /// <inheritdoc/>
    public override JsonTypeInfo RequestType => InterpJsonContext.Default.TokenizeRequest;

    /// <inheritdoc/>
    public override JsonTypeInfo ResultType => InterpJsonContext.Default.TokenizeResult;

    /// <inheritdoc/>
    public override TokenizeResult Run(TokenizeRequest request, AnalysisContext context, CancellationToken cancel)
    {
        RunSettings.Check(request);
        var isFile = IsTokenizerFile(request.Model);
        var path = isFile ? Path.GetFullPath(request.Model ?? "") : ModelFolders.Resolve(request.Model);
        var (tokenizer, model) = isFile ? (ModelLoader.LoadTokenizer(path), null) : Read(path, context.Models);
        var special = request.Special ?? true;
        var (tokens, warnings) = (request.Text, request.Ids) switch
        {
            ({ } text, null) => Encode(text, special, tokenizer ?? throw NoTokenizer(path)),
            (null, { } ids) => (Decode(ids, tokenizer), []),
            (null, null) => throw Settings.Unknown("text", "Neither `text` nor `ids` is given.", "Give one of them; the text may be empty."),
            _ => throw Settings.Unknown("ids", "Both `text` and `ids` are given.", "Give one of them."),
        };
        return new TokenizeResult
        {
            Method = Method,
            Model = model,
            Settings = new TokenizeSettings { Special = special },
            Tokens = tokens,
            Warnings = warnings,
        };
    }

    private static (IReadOnlyList<TokenInfo> Tokens, IReadOnlyList<string> Warnings) Encode(string text, bool special, ITextTokenizer tokenizer)
    {
        var encoded = tokenizer.Encode(text, special);
        return (Analysis.Prompt.TokensOf(encoded, new TokenTexts(tokenizer)), encoded.Warnings);
    }

    private static IReadOnlyList<TokenInfo> Decode(int[] ids, ITextTokenizer? tokenizer)
    {
        var texts = new TokenTexts(tokenizer);
        for (var index = 0; index < ids.Length; index++)
        {
            Settings.Index($"ids[{index}]", ids[index], tokenizer?.Size ?? int.MaxValue);
        }

        return [.. ids.Select(id => new TokenInfo { Id = id, Text = texts[id] })];
    }

    /// <summary>The tokenizer, and what the model is; no model for a folder that holds a tokenizer and no model that is read.</summary>
    private static (ITextTokenizer? Tokenizer, ModelInfo? Model) Read(string path, ModelStore models)
    {
        try
        {
            var facts = models.Inspect(path);

            // One that cannot be used says why when it is read by itself.
            var tokenizer = facts.Tokenizer is { Size: 0 } ? ModelLoader.LoadTokenizer(path) : facts.Tokenizer;
            return (tokenizer, ResultFacts.Of(facts.Name, facts.Spec));
        }
        catch (InterpException problem) when (problem.Kind is ErrorKind.ModelNotFound or ErrorKind.ModelUnsupported or ErrorKind.ModelDamaged)
        {
            return (ModelLoader.LoadTokenizer(path), null);
        }
    }

    private static bool IsTokenizerFile(string? model) =>
        model is not null && model.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && File.Exists(model);

    private static InterpException NoTokenizer(string path) =>
        new(ErrorKind.NotAvailable, $"{path} has no tokenizer.", "Give token ids instead.");
}
