namespace Interp.Cli.Commands;

/// <summary>The command line is wrong: exit code 2.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="hint">What to write instead.</param>
/// <param name="nearest">The verb or option that was probably meant.</param>
internal sealed class UsageException(string message, string hint, string? nearest = null) : Exception(message)
{
    /// <summary>What to write instead.</summary>
    public string Hint { get; } = hint;

    /// <summary>The verb or option that was probably meant.</summary>
    public string? Nearest { get; } = nearest;
}
