using System.Text.RegularExpressions;

namespace Interp.Architecture.Tests;

/// <summary>What the sources themselves show.</summary>
[TestClass]
public sealed partial class SourceTests
{
    private const int MostLines = 400;
    private const string Generated = "extension/shared/contracts.ts";

    private static readonly string[] Code = [".cs", ".mjs", ".ts", ".sh", ".cmd"];
    private static readonly string[] Texts = [.. Code, ".md", ".json", ".jsonl", ".props", ".targets", ".csproj", ".txt", ".svg", ".html", ".yml"];

    [TestMethod]
    public void Every_source_file_is_short_enough_to_read()
    {
        var tooLong = Repository.Files(Code)
            .Where(file => file != Generated)
            .Select(file => (File: file, Lines: Repository.Read(file).AsSpan().Count('\n')))
            .Where(entry => entry.Lines > MostLines)
            .Select(entry => $"{entry.File} has {entry.Lines} lines");
        Assert.IsEmpty(tooLong, string.Join("; ", tooLong));
    }

    [TestMethod]
    public void No_file_names_a_folder_of_one_machine()
    {
        var wrong = Repository.Files(Texts).Where(file => MachinePath().IsMatch(Repository.Read(file)));
        Assert.IsEmpty(wrong, string.Join(", ", wrong));
    }

    [TestMethod]
    public void Nothing_is_left_for_later_in_a_comment()
    {
        var wrong = Repository.Files(Code).Where(file => LeftForLater().IsMatch(Repository.Read(file)));
        Assert.IsEmpty(wrong, string.Join(", ", wrong));
    }

    [TestMethod]
    public void Every_server_and_test_project_is_in_the_solution()
    {
        var solution = Repository.Read("Interp.sln").Replace('\\', '/');
        var missing = Repository.Files(".csproj")
            .Where(file => file.StartsWith("server/", StringComparison.Ordinal) || file.StartsWith("tests/", StringComparison.Ordinal))
            .Where(file => !solution.Contains(file, StringComparison.Ordinal));
        Assert.IsEmpty(missing, string.Join(", ", missing));
    }

    [TestMethod]
    public void Versions_of_packages_are_in_one_file()
    {
        var wrong = Repository.Files(".csproj", ".targets").Where(file => PinnedReference().IsMatch(Repository.Read(file)));
        Assert.IsEmpty(wrong, string.Join(", ", wrong));
    }

    [TestMethod]
    public void The_managed_and_the_native_half_of_ONNX_Runtime_have_one_version()
    {
        var managed = OnnxRuntimeVersion().Match(Repository.Read("Directory.Packages.props")).Groups[1].Value;
        StringAssert.Contains(Repository.Read("package.json"), $"\"onnxruntime-node\": \"{managed}\"");
    }

    [GeneratedRegex(@"(?<![\w.~/-])/(work|tmp|root|(home|Users)/\w{3,})/")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"\b(TO" + @"DO|FIX" + @"ME|XX" + @"X)\b")]
    private static partial Regex LeftForLater();

    [GeneratedRegex("<PackageReference[^>]*\\sVersion=")]
    private static partial Regex PinnedReference();

    [GeneratedRegex("<OnnxRuntimeVersion>([^<]+)<")]
    private static partial Regex OnnxRuntimeVersion();
}
