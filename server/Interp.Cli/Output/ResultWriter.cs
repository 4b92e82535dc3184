using System.Text;
using System.Text.Json.Serialization.Metadata;
using Interp.Cli.Commands;
using Interp.Cli.Output.Lists;
using Interp.Cli.Rendering;
using Interp.Contracts;
using Interp.Figures;

namespace Interp.Cli.Output;

/// <summary>Writes a result as asked: a file, JSON, or a page. Made before the work, so that a file that cannot be written is refused at once.</summary>
internal sealed class ResultWriter
{
    private static readonly string[] Tables = [".csv", ".md"];

    private readonly Invocation invocation;
    private readonly bool asJson;
    private readonly OutFile? file;
    private readonly OutFile? page;
    private AnalysisRequest? answered;

    /// <summary>A writer for results of <paramref name="method"/>, as JSON or in the terminal where no file is asked for.</summary>
    /// <param name="invocation">The command line.</param>
    /// <param name="method">The analysis.</param>
    /// <param name="asJson">Whether the result goes to standard output as JSON.</param>
    /// <param name="page">The file of <c>--html</c>, or null.</param>
    public ResultWriter(Invocation invocation, string method, bool asJson, string? page = null)
    {
        this.asJson = asJson && (invocation.Out is null || invocation.Json);
        this.invocation = invocation;
        file = invocation.Out is { } path ? OutFile.Prepare(path, Extensions(method)) : null;
        this.page = page is null ? null : OutFile.Prepare(page, [HtmlPage.Extension]);
    }

    /// <summary>The kinds of files that show results of <paramref name="method"/>.</summary>
    public static IReadOnlyList<string> Extensions(string method) => 
        [".json", .. Tables, .. Pictures.Extensions(method), .. HtmlPage.Has(method) ? new[] { HtmlPage.Extension } : []];

    /// <summary>Refuses a request whose result the file could not show; called before the work.</summary>
    public void Check(AnalysisRequest request)
    {
        if (file is not null && Pictures.Extensions(request.Method ?? "").Contains(file.Extension, StringComparer.Ordinal))
        {
            Pictures.Check(request);
        }

        answered = request;
        if (page is not null || file?.Extension == HtmlPage.Extension)
        {
            HtmlPage.Check(request.Method ?? "", HtmlPage.ProgramViews);
        }
    }

    /// <summary>Writes one result.</summary>
    public void Write(AnalysisResult result, JsonTypeInfo type)
    {
        var console = invocation.Console;
        if (file is not null)
        {
            file.Write(Content(result, type));
            invocation.Note($"Wrote {file.Path}.");
            NoteWhatIsLeftOut(result, file);
        }

        if (page is not null)
        {
            page.Write(Page(result));
            invocation.Note($"Wrote {page.Path}.");
        }

        if (asJson)
        {
            console.Out.Write(JsonText.Of(result, type) + "\n");
        }
        else if (file is null && page is null)
        {
            ResultPages.Write(result, console.Page(invocation.Parsed.GetValue(invocation.Common.NoColor)));
        }

        console.Out.Flush();
    }

    private ReadOnlyMemory<byte> Content(AnalysisResult result, JsonTypeInfo type) => file?.Extension switch
    {
        ".json" => Encoding.UTF8.GetBytes(JsonText.Of(result, type) + "\n"),
        ".csv" => Encoding.UTF8.GetBytes(CsvText.Of(MainList.Of(result))),
        ".md" => Encoding.UTF8.GetBytes(MarkdownText.Of(MainList.Of(result))),
        HtmlPage.Extension => Page(result),
        var extension => Pictures.Draw(result, extension ?? ""),
    };

    private ReadOnlyMemory<byte> Page(AnalysisResult result) => answered is { } request
        ? Encoding.UTF8.GetBytes(HtmlPage.Of(result, request, HtmlPage.ProgramViews))
        : throw new InvalidOperationException("The request is checked before its result is written.");

    /// <summary>A table holds the main list only: says so where more was asked for.</summary>
    private void NoteWhatIsLeftOut(AnalysisResult result, OutFile written)
    {
        if (!asJson && result is ForwardResult { Taps.Count: > 0 } && Tables.Contains(written.Extension, StringComparer.Ordinal))
        {
            invocation.Note($"Warning: {written.Path} holds the predictions only; --out FILE.json holds the taps too.");
        }
    }
}
