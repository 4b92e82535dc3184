using System.Diagnostics;

namespace Interp.Daemon.Life;

/// <summary>Ends the daemon when the process of its client is gone, even where somebody else holds the pipe open.</summary>
internal sealed class ClientWatch(Lifetime life) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private readonly Lock gate = new();
    private readonly HashSet<int> watched = [];
    private Timer? timer;

    /// <summary>Watches a process from now on.</summary>
    public void Watch(int processId)
    {
        lock (gate)
        {
            watched.Add(processId);
            timer ??= new Timer(_ => Look(), null, Interval, Interval);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => timer?.Dispose();

    private void Look()
    {
        bool isGone;
        lock (gate)
        {
            isGone = watched.Any(process => !IsAlive(process));
        }

        if (isGone)
        {
            timer?.Dispose();
            _ = life.EndAsync("the client is gone", 0);
        }
    }

    private static bool IsAlive(int id)
    {
        if (OperatingSystem.IsLinux())
        {
            // A process that has ended stays in the table until its parent asks for it.
            return StateOf(id) is not (null or 'Z' or 'X');
        }

        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>The letter after the name, which is in brackets and may hold any characters.</summary>
    private static char? StateOf(int id)
    {
        try
        {
            var line = File.ReadAllText($"/proc/{id}/stat");
            var after = line.LastIndexOf(')') + 2;
            return after < line.Length ? line[after] : null;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
