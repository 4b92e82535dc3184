using System.Text.Unicode;

namespace Interp.Cli.Commands;

/// <summary>Arguments as the system gave them.</summary>
internal static class ArgumentText
{
    private const char Replacement = '\uFFFD';

    /// <summary>Refuses arguments that are no valid UTF-8: the runtime has replaced their bytes by U+FFFD, which nobody meant.</summary>
    /// <exception cref="UsageException">An argument is damaged.</exception>
    public static void Check(IReadOnlyList<string> arguments)
    {
        var suspect = arguments.FirstOrDefault(argument => argument.Contains(Replacement, StringComparison.Ordinal));
        if (suspect is not null && IsDamaged())
        {
            throw new UsageException($"An argument is no valid UTF-8: \"{suspect}\".", "Use a UTF-8 terminal, or give the prompt in a UTF-8 file on standard input (-).");
        }
    }

    /// <summary>True where the bytes of the command line are known and wrong; a U+FFFD that was typed is fine.</summary>
    private static bool IsDamaged() => OperatingSystem.IsLinux() && !Utf8.IsValid(File.ReadAllBytes("/proc/self/cmdline"));
}
