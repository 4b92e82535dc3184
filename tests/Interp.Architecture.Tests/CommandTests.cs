using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Interp.Architecture.Tests;

/// <summary>The commands that documents show are commands of the program.</summary>
[TestClass]
public sealed partial class CommandTests
{
    /// <summary>Every <c>./interp ...</c> line of every fenced block, with its page.</summary>
    public static IEnumerable<object[]> Examples =>
        Repository.Files(".md")
            .Where(file => !file.StartsWith("tests/", StringComparison.Ordinal))
            .SelectMany(file => Fence().Matches(Repository.Read(file)).SelectMany(fence => Command().Matches(fence.Value)).Select(match => (file, match.Groups[1].Value)))
            .GroupBy(example => example.Value.Split(' ')[0])
            .Select(group => (object[])[group.Key, group.Select(example => $"{example.file}: {example.Value}").ToArray()]);

    [TestMethod]
    [DynamicData(nameof(Examples))]
    public void Every_verb_and_option_that_a_document_shows_exists(string verb, string[] examples)
    {
        string[] words = [.. examples.SelectMany(example => Subcommand().Matches(example).Select(match => match.Groups[1].Value)).Distinct()];
        var help = verb.StartsWith('-') ? Help([]) : Help([verb]) + string.Concat(words.Select(word => Help([verb, word])));
        foreach (var example in examples)
        {
            foreach (Match option in OptionName().Matches(QuotedText().Replace(example, "")))
            {
                StringAssert.Contains(help, option.Value, example);
            }
        }
    }

    private static string Help(string[] verb)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "interp.dll"), .. verb, "--help"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        var errors = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.AreEqual(0, process.ExitCode, $"interp {string.Join(' ', verb)} --help: {errors.Result}");
        return text;
    }

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^(?:\$ )?\./interp (\S.*?)(?:\s+#.*|\s*;.*|\s*\|.*)?$", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex(@"\bmodels (list|info|verify|clean)\b")]
    private static partial Regex Subcommand();

    [GeneratedRegex("'[^']*'|\"[^\"]*\"")]
    private static partial Regex QuotedText();

    [GeneratedRegex(@"(?<=\s)--[a-z][a-z-]*")]
    private static partial Regex OptionName();
}
