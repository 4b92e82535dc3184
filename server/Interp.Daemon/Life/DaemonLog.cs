using System.Globalization;

namespace Interp.Daemon.Life;

/// <summary>The log of the daemon: what happened and stacks of faults, never prompts; see <see cref="RotatingLog"/>.</summary>
public sealed class DaemonLog
{
    private readonly Lock gate = new();
    private readonly string path;
    private int faults;

    /// <summary>A log in <paramref name="folder"/>, made when it is first written to.</summary>
    public DaemonLog(string folder) => path = System.IO.Path.Combine(folder, "daemon.log");

    /// <summary>The file; null where it could not be written.</summary>
    public string? Path { get; private set; }

    /// <summary>Writes a line. A log that cannot be written is no failure.</summary>
    public void Write(string text, Exception? failure = null)
    {
        lock (gate)
        {
            try
            {
                Append(failure is null ? text : $"{text}\n{failure}");
                Path = path;
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                Path = null;
            }
        }
    }

    /// <summary>Writes an unexpected fault and gives its number.</summary>
    public int WriteFault(string where, Exception failure)
    {
        var number = Interlocked.Increment(ref faults);
        Write(string.Create(CultureInfo.InvariantCulture, $"fault {number} in {where}"), failure);
        return number;
    }

    private void Append(string text)
    {
        var time = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        RotatingLog.Append(path, string.Create(CultureInfo.InvariantCulture, $"{time} {Environment.ProcessId} {text}\n"));
    }
}
