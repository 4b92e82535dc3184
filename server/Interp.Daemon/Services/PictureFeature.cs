using System.Text;
using Interp.Analysis;
using Interp.Contracts;
using Interp.Daemon.Lanes;
using Interp.Daemon.Methods;
using Interp.Figures;

namespace Interp.Daemon.Services;

/// <summary>Pictures and pages of results, and the command line that gives them.</summary>
internal sealed class PictureFeature(AnalysisRunner runner, WorkTable works, BlockRequests blocks, DaemonOptions options) : IFeature
{
    /// <inheritdoc/>
    public void Register(MethodTable methods)
    {
        var json = InterpJsonContext.Default;
        methods.Request("interp/figure", () => json.FigureParams, () => json.FigureResult, DrawAsync);
        methods.Request("interp/html", () => json.HtmlParams, () => json.HtmlResult, PageAsync);
        methods.Request("interp/commandLine", () => json.RequestParams, () => json.CommandLineResult, (asked, _) =>
            Task.FromResult(new CommandLineResult(options.CommandLine(blocks.Complete(asked.Request)))));
    }

    private async Task<FigureResult> DrawAsync(FigureParams asked, Call call)
    {
        var format = Settings.OneOf("format", asked.Format, "svg", "svg", "png");
        var (_, request) = RequestReader.Read(blocks.Complete(asked.Request));
        Pictures.Check(request);
        var result = await runner.KeptOrNewAsync(request, call.Progress, call.Cancel).ConfigureAwait(false);
        return await works.RunAsync(
            new WorkPlan($"interp/figure {call.Params.GetRawText()}", "interp/figure", Lane.Quick, ""),
            _ => Draw(result, format),
            null,
            call.Cancel).ConfigureAwait(false);
    }

    private async Task<HtmlResult> PageAsync(HtmlParams asked, Call call)
    {
        var (analysis, request) = RequestReader.Read(blocks.Complete(asked.Request));
        HtmlPage.Check(analysis.Method, HtmlPage.ProgramViews);
        var result = await runner.KeptOrNewAsync(request, call.Progress, call.Cancel).ConfigureAwait(false);
        return await works.RunAsync(
            new WorkPlan($"interp/html {call.Params.GetRawText()}", "interp/html", Lane.Quick, ""),
            _ => new HtmlResult(HtmlPage.Of(result, request, HtmlPage.ProgramViews, asked.Opened)),
            null,
            call.Cancel).ConfigureAwait(false);
    }

    private static FigureResult Draw(AnalysisResult result, string format)
    {
        var bytes = Pictures.Draw(result, "." + format).Span;
        return new FigureResult(format, format == "svg" ? Encoding.UTF8.GetString(bytes) : Convert.ToBase64String(bytes));
    }
}
