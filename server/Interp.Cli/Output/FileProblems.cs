using Interp.Contracts;

namespace Interp.Cli.Output;

/// <summary>Failures of the file system as errors with path and reason.</summary>
internal static class FileProblems
{
    /// <summary>The error of an operation (<c>read</c>, <c>write</c>) on <paramref name="path"/>.</summary>
    public static InterpException Of(string operation, string path, Exception failure) => new(
        ErrorKind.FileProblem,
        $"Cannot {operation} {path}: {Reason(failure)}",
        operation == "read" ? "Check the path and that you may read it." : "Choose another path, or make the folder and see that you may write there.",
        new() { ["path"] = path, ["reason"] = Reason(failure) },
        failure);

    private static string Reason(Exception failure) => failure switch
    {
        DirectoryNotFoundException => "there is no such folder.",
        FileNotFoundException => "there is no such file.",
        UnauthorizedAccessException => "access is denied, or it is a folder.",
        PathTooLongException => "the path is too long.",
        _ => failure.Message,
    };
}
