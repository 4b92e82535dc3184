using Interp.Cli.Commands;
using Interp.Contracts;

namespace Interp.Cli.Output;

/// <summary>Exit codes of the program.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int Fault = 1;
    public const int Usage = 2;
    public const int ModelUnusable = 3;
    public const int RequestRefused = 4;
    public const int ProviderOrMemory = 5;
    public const int CheckFailed = 6;
    public const int Cancelled = 130;

    /// <summary>The exit code of a failure.</summary>
    public static int Of(Exception failure) => failure switch
    {
        UsageException => Usage,
        InterpException known => Of(known.Kind),
        OperationCanceledException => Cancelled,
        OutOfMemoryException => ProviderOrMemory,
        AggregateException { InnerException: { } first } => Of(first),
        _ => Fault,
    };

    /// <summary>The exit code of a kind of error.</summary>
    public static int Of(ErrorKind kind) => kind switch
    {
        ErrorKind.ModelNotFound or ErrorKind.ModelUnsupported or ErrorKind.ModelDamaged => ModelUnusable,
        ErrorKind.ProviderUnavailable or ErrorKind.ProviderRefused or ErrorKind.OutOfMemory => ProviderOrMemory,
        ErrorKind.Cancelled => Cancelled,
        ErrorKind.Internal => Fault,
        _ => RequestRefused,
    };
}
