using System.CommandLine;
using System.Text.Json;
using Interp.Analysis;
using Interp.Cli.Commands;
using Interp.Cli.Output;

namespace Interp.Cli.Verbs;

/// <summary><c>run FILE</c>: every request of a file, one answer a request, in order.</summary>
internal sealed class RunVerb : Verb
{
    private readonly Argument<string> file = new("FILE") { Description = "One JSON request, an array of them, or JSON lines; - is standard input." };

    /// <inheritdoc/>
    public override string Name => "run";

    /// <inheritdoc/>
    public override string Summary => "The requests of a file: one line of JSON each, in order; on a terminal a table each.";

    /// <inheritdoc/>
    public override void Describe(Command command) => command.Add(file);

    /// <inheritdoc/>
    public override int Run(Invocation invocation)
    {
        var path = invocation.Parsed.GetValue(file) ?? "-";
        var requests = RequestFile.Read(Bytes(path, invocation), path == "-" ? null : path);
        if (invocation.Out is not null && requests.Count != 1)
        {
            throw new UsageException($"--out takes one request; {path} has {EntryCount(requests.Count)}.", "Leave --out out and redirect standard output.");
        }

        using var session = new Session(invocation);
        var exit = ExitCodes.Done;
        foreach (var request in requests)
        {
            var code = Answer(request, session, invocation);
            exit = exit == ExitCodes.Done ? code : exit;
            if (invocation.Cancel.IsCancellationRequested)
            {
                return ExitCodes.Cancelled;
            }
        }

        return exit;
    }

    private static byte[] Bytes(string path, Invocation invocation)
    {
        if (path != "-")
        {
            return TextInput.ReadBytes(path);
        }

        using var input = invocation.Console.OpenInput();
        return TextInput.ReadBytes(input, invocation.Cancel);
    }

    private static int Answer(FileRequest request, Session session, Invocation invocation)
    {
        var asJson = invocation.Json || !invocation.Console.OutIsTerminal;
        try
        {
            var (analysis, read) = RequestReader.Read(WithDefaults(request.Element(), invocation));
            var writer = new ResultWriter(invocation, analysis.Method, asJson);
            writer.Write(session.Run(analysis, read), analysis.ResultType);
            return ExitCodes.Done;
        }
        catch (Exception failure) when (failure is not UsageException)
        {
            return FailureReport.Write(failure, asJson, invocation.Console);
        }
    }

    /// <summary>The request with the command line's model, provider and precision where it names none.</summary>
    private static JsonElement WithDefaults(JsonElement request, Invocation invocation)
    {
        var common = invocation.Common;
        foreach (var option in new[] { common.Model, common.Provider, common.Precision })
        {
            var member = option.Name.TrimStart('-');
            if (invocation.Parsed.GetValue(option) is { } value && request.ValueKind == JsonValueKind.Object && !request.TryGetProperty(member, out _))
            {
                request = JsonElements.With(request, member, value);
            }
        }

        return request;
    }

    private static string EntryCount(int count) => count == 0 ? "none" : Figures.NumberText.Count(count);
}
