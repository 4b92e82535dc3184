using System.Text.Json;
using Interp.Analysis;
using Interp.Cli.Commands;
using Interp.Cli.Output;
using Microsoft.Extensions.Hosting;

namespace Interp.Cli.Verbs;

/// <summary>Answers the requests of a file one after the other, then ends the host.</summary>
internal sealed class BatchJob(IReadOnlyList<FileRequest> requests, Session session, Invocation invocation, IHostApplicationLifetime lifetime) : BackgroundService
{
    /// <summary>The exit code of the first request that failed.</summary>
    public int Exit { get; private set; } = ExitCodes.Done;

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.Factory.StartNew(Work, stoppingToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Work()
    {
        try
        {
            foreach (var request in requests)
            {
                var code = Answer(request);
                Exit = Exit == ExitCodes.Done ? code : Exit;
                if (invocation.Cancel.IsCancellationRequested)
                {
                    Exit = ExitCodes.Cancelled;
                    return;
                }
            }
        }
        finally
        {
            lifetime.StopApplication();
        }
    }

    private int Answer(FileRequest request)
    {
        var asJson = invocation.Json || !invocation.Console.OutIsTerminal;
        try
        {
            var (analysis, read) = RequestReader.Read(WithDefaults(request.Element()));
            var writer = new ResultWriter(invocation, analysis.Method, asJson);
            writer.Check(read);
            writer.Write(session.Run(analysis, read), analysis.ResultType);
            return ExitCodes.Done;
        }
        catch (Exception failure) when (failure is not UsageException)
        {
            return FailureReport.Write(failure, asJson, invocation.Console);
        }
    }

    /// <summary>The request with the command line's model, provider and precision where it names none.</summary>
    private JsonElement WithDefaults(JsonElement request)
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
}
