namespace Interp.Cli;

/// <summary>The executable <c>interp</c>.</summary>
public static class Program
{
    /// <summary>Runs one command line and gives its exit code.</summary>
    public static int Main(string[] args) => args.Length;
}
