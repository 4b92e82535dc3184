using Interp.Analysis;
using Interp.Cli.Commands;
using Interp.Cli.Terminal;
using Interp.Contracts;

namespace Interp.Cli.Output;

/// <summary>Tells of a failure: one JSON object on standard output with <c>--json</c>, else two lines on standard error.</summary>
internal static class FailureReport
{
    /// <summary>Reports and gives the exit code.</summary>
    public static int Write(Exception failure, bool json, CommandConsole console)
    {
        var response = ResponseOf(failure);
        if (json && !console.OutIsLost)
        {
            console.Out.Write(JsonText.Of(response, InterpJsonContext.Default.ErrorResponse) + "\n");
            console.Out.Flush();
        }
        else
        {
            // What the terminal shows of Ctrl-C would stand before the message.
            console.Error.Write((console.ErrorIsTerminal && response.Error.Kind == "cancelled" ? "\r\u001b[K" : "") + TwoLines(response.Error));
            console.Error.Flush();
        }

        return ExitCodes.Of(failure);
    }

    /// <summary>The error object of a failure. An unexpected one is logged, and the hint says where.</summary>
    public static ErrorResponse ResponseOf(Exception failure)
    {
        if (failure is UsageException usage)
        {
            return ErrorResponses.From(new InterpException(
                ErrorKind.SettingUnknown,
                usage.Message,
                usage.Hint,
                usage.Nearest is null ? null : new() { ["nearest"] = usage.Nearest }));
        }

        var response = ErrorResponses.From(failure);
        return response.Error.Code == (int)ErrorKind.Internal
            ? response with { Error = response.Error with { Hint = $"This is a bug of the program; the details are in {FaultLog.Append(failure)}." } }
            : response;
    }

    private static string TwoLines(ErrorBody error) => OneLine($"interp: {error.Message}") + (error.Hint is { } hint ? OneLine(hint) : "");

    private static string OneLine(string text) => text.ReplaceLineEndings(" ") + "\n";
}
