using Interp.Daemon.Methods;
using Microsoft.Extensions.DependencyInjection;

namespace Interp.Daemon.Tests.Support;

/// <summary>A daemon inside the test process.</summary>
internal static class TestDaemon
{
    /// <summary>Options of a daemon that has no program around it.</summary>
    public static DaemonOptions Options { get; } = new()
    {
        Version = "0.0.0",
        Error = TextWriter.Null,
        LongestEnd = TimeSpan.FromMinutes(5),
        LogFolder = Path.Combine(AppContext.BaseDirectory, "logs"),
        CommandLine = _ => throw new NotSupportedException("There is no command line here."),
        Examine = () => throw new NotSupportedException("There is no doctor here."),
    };

    /// <summary>All methods.</summary>
    public static MethodTable Methods()
    {
        var services = new ServiceCollection();
        DaemonServices.Add(services, Options);
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<MethodTable>();
    }
}
