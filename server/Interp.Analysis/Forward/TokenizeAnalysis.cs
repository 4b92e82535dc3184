using System.Text.Json.Serialization.Metadata;
using Interp.Contracts;
using Interp.Models;

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
        var tokenizer = ModelLoader.LoadTokenizer(path);
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
            Model = isFile ? null : ModelOf(path),
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

    /// <summary>What the model is; null for a file or folder that holds a tokenizer and no model that is read.</summary>
    private static ModelInfo? ModelOf(string path)
    {
        try
        {
            var facts = ModelLoader.Inspect(path);
            return ResultFacts.Of(facts.Name, facts.Spec);
        }
        catch (InterpException problem) when (problem.Kind is ErrorKind.ModelNotFound or ErrorKind.ModelUnsupported or ErrorKind.ModelDamaged)
        {
            return null;
        }
    }

    private static bool IsTokenizerFile(string? model) =>
        model is not null && model.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && File.Exists(model);

    private static InterpException NoTokenizer(string path) =>
        new(ErrorKind.NotAvailable, $"{path} has no tokenizer.", "Give token ids instead.");
}
