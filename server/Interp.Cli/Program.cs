using System.Globalization;
using Interp.Cli.Terminal;
using Interp.Daemon;

namespace Interp.Cli;

/// <summary>The executable <c>interp</c>.</summary>
public static class Program
{
    /// <summary>The version shown to users.</summary>
    public static string Version => typeof(Program).Assembly.GetName().Version?.ToString(3) ?? "0";

    /// <summary>Runs one command line and gives its exit code.</summary>
    public static int Main(string[] args)
    {
        // Numbers are written and read in one way on every machine, whatever its locale.
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        if (args is ["serve", ..])
        {
            DaemonHost.Prepare();
        }

        var console = CommandConsole.OfProcess();
        using var signals = new Signals();
        try
        {
            return App.Run(args, console, signals.Token);
        }
        finally
        {
            console.Out.Flush();
            console.Error.Flush();
        }
    }
}
