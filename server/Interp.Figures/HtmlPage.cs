using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Interp.Contracts;

namespace Interp.Figures;

/// <summary>A result as one HTML page that needs nothing else: the editor's view with its script, its styles and the result inside.</summary>
/// <remarks>
/// The page reaches no network and runs no script but the view's: a policy in the page allows this one by its hash. Texts of tokens
/// and prompts stand in JSON whose markup characters are escaped.
/// </remarks>
public static class HtmlPage
{
    private const int LabelLength = 60;

    /// <summary>The extension of a page.</summary>
    public const string Extension = ".html";

    /// <summary>Where the program's bundled views lie.</summary>
    public static string ProgramViews => Path.Combine(AppContext.BaseDirectory, "views");

    /// <summary>True where results of <paramref name="method"/> have a page.</summary>
    public static bool Has(string method) => ViewOf(method) is not null;

    /// <summary>Refuses a page that could not be made; called before the work.</summary>
    /// <param name="method">A method that <see cref="Has"/> a page.</param>
    /// <param name="views">The folder of the bundled views.</param>
    /// <exception cref="InterpException">NotAvailable: the method has no page. FileProblem: the bundled view is missing.</exception>
    public static void Check(string method, string views) => _ = new ViewFiles(views, Known(method));

    /// <summary>The page of a result.</summary>
    /// <param name="result">A result of <c>lens</c>, <c>contributions</c> or <c>explain</c>.</param>
    /// <param name="request">The request that it answers; the page offers its command line.</param>
    /// <param name="views">The folder of the bundled views.</param>
    /// <param name="opened">What the view is to open, as it gave it; null = nothing.</param>
    /// <exception cref="InterpException">NotAvailable: the method has no page. FileProblem: the bundled view is missing.</exception>
    public static string Of(AnalysisResult result, AnalysisRequest request, string views, JsonElement? opened = null)
    {
        var view = Known(result.Method);
        var files = new ViewFiles(views, view);
        var label = LabelOf(result, request);
        var script = files.Script;
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)));
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'sha256-{hash}'; style-src 'unsafe-inline'; img-src data:">
            <title>{WebUtility.HtmlEncode(label)}</title>
            <style>{files.Styles}</style>
            </head>
            <body>
            <noscript>This page draws its charts with a script of its own, which this browser does not run.</noscript>
            <script type="application/json" id="interp-data">{Message(result, request, label, opened)}</script>
            <script>{script}</script>
            </body>
            </html>

            """;
    }

    /// <summary>What the editor would send to the view. The serialiser escapes what is markup and what is not ASCII.</summary>
    private static string Message(AnalysisResult result, AnalysisRequest request, string label, JsonElement? opened)
    {
        var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("type", "show");
            writer.WriteNumber("run", 1);
            writer.WritePropertyName("request");
            Write(writer, request);
            writer.WritePropertyName("result");
            Write(writer, result);
            writer.WriteStartObject("origin");
            writer.WriteString("label", label);
            writer.WriteEndObject();
            if (opened is { } given)
            {
                writer.WritePropertyName("opened");
                given.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, object record)
    {
        var type = InterpJsonContext.Default.GetTypeInfo(record.GetType())
            ?? throw new InvalidOperationException($"{record.GetType().Name} is not part of the contract.");
        JsonSerializer.Serialize(writer, record, type);
    }

    /// <summary>The beginning of the prompt, on one line, visible.</summary>
    private static string LabelOf(AnalysisResult result, AnalysisRequest request)
    {
        var text = request.Text ?? string.Concat((result.Tokens ?? []).Select(token => token.Text));
        var label = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (label.Length >= LabelLength)
            {
                return label.Append('…').ToString();
            }

            label.Append(Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                ? " "
                : rune.ToString());
        }

        return label.Length == 0 ? result.Method : label.ToString();
    }

    private static string Known(string method) =>
        ViewOf(method) ?? throw new InterpException(ErrorKind.NotAvailable, $"`{method}` has no page.", "Write it as .json, .csv or .md.");

    private static string? ViewOf(string method) => method switch
    {
        "lens" => "lens",
        "contributions" or "explain" => "contributions",
        _ => null,
    };
}
