using System.Text;
using Interp.Benchmarks.Measuring;

namespace Interp.Benchmarks;

/// <summary>Text to tokens with offsets, on one thread.</summary>
internal static class TokenizerBench
{
    private const int Bytes = 4_000_000;
    private static readonly string[] Folders = ["docs", "server", "tests"];

    public static void Run()
    {
        using var bench = new BenchModel();
        var tokenizer = bench.Model.Tokenizer ?? throw new InvalidOperationException("The embedded model has a tokenizer.");
        Table.Head("text", "size", "tokens", "time", "rate");
        foreach (var (name, pattern) in ((string, string)[])[("documentation", "*.md"), ("C# sources", "*.cs")])
        {
            var text = Read(pattern);
            var size = Encoding.UTF8.GetByteCount(text);
            var tokens = 0;
            var times = Rounds.Alternate(5, () => tokens = tokenizer.Encode(text, special: true).Tokens.Count);
            Table.Row(name, Table.Megabytes(size), $"{tokens:N0}", Table.Milliseconds(times.Seconds(0)), $"{Table.Number(size / times.Seconds(0) / 1e6, 1)} MB/s");
        }
    }

    /// <summary>The repository's own files, repeated to a few megabytes.</summary>
    private static string Read(string pattern)
    {
        var text = new StringBuilder();
        var files = Folders.Select(name => Repository.Folder(name)).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllText)
            .ToArray();
        while (text.Length < Bytes)
        {
            Array.ForEach(files, file => text.Append(file));
        }

        return text.ToString(0, Bytes);
    }
}
