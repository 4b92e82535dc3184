using System.Text.Json;
using System.Xml.Linq;

namespace Interp.Cli.Tests.Verbs;

[TestClass]
public sealed class TestVerbTests
{
    private const string Met = "### holds\n@model smollm2-135m-instruct\n@expect prob(3) < 1\n\nhello\n";
    private const string Unmet = "### fails\n@model smollm2-135m-instruct\n@expect rank(3) < 0\n@expect prob(3) >= 0\n\nhello\n";

    [TestMethod]
    public void The_last_line_counts_and_a_failure_gives_exit_code_6()
    {
        using var folder = new TemporaryFolder();
        var met = folder.Write("met.interp", Met);
        var unmet = folder.Write("unmet.interp", Unmet);

        var good = TestConsole.Run(["test", met]);
        var bad = TestConsole.Run(["test", met, unmet]);

        Assert.AreEqual(0, good.Exit, good.Error);
        StringAssert.EndsWith(good.Out, "1 passed, 0 failed\n");
        Assert.AreEqual(6, bad.Exit);
        StringAssert.EndsWith(bad.Out, "2 passed, 1 failed\n");
        StringAssert.Contains(bad.Out, "    ✗ line 3: rank(3) is ");
    }

    [TestMethod]
    public void An_unknown_directive_gives_exit_code_4_and_its_block_counts_as_failed()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("a.interp", Met + "\n### b\n@modle x\n@expect prob(3) < 1\n\nhello\n");

        var run = TestConsole.Run(["test", path]);

        Assert.AreEqual(4, run.Exit);
        StringAssert.Contains(run.Out, "! 8:1 There is no directive @modle. Did you mean @model?\n");
        StringAssert.EndsWith(run.Out, "1 passed, 1 failed\n");
    }

    [TestMethod]
    public void A_model_that_is_not_there_gives_its_exit_code_and_says_what_to_do()
    {
        using var folder = new TemporaryFolder();

        var run = TestConsole.Run(["test", folder.Write("a.interp", "### a\n@model smollm2-135m-instrct\n@expect prob(3) < 1\n\nhello\n")]);

        Assert.AreEqual(3, run.Exit);
        StringAssert.Contains(run.Out, "prob(3) has no value: There is no model \"smollm2-135m-instrct\". Did you mean \"smollm2-135m-instruct\"?");
    }

    [TestMethod]
    public void A_model_path_is_seen_from_the_document_and_options_hold_where_a_block_is_silent()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("a.interp", "### a\n@expect prob(3) < 1\n\nhello\n\n### b\n@model ./none.gguf\n@expect prob(3) < 1\n\nhello\n");

        var run = TestConsole.Run(["test", path, "--model", "smollm2-135m-instruct"]);

        StringAssert.Contains(run.Out, "✓ prob(3) < 1");
        StringAssert.Contains(run.Out, Path.Combine(Path.GetDirectoryName(path) ?? "", "none.gguf"));
        StringAssert.EndsWith(run.Out, "1 passed, 1 failed\n");
    }

    [TestMethod]
    public void The_JUnit_report_has_a_case_for_each_expectation()
    {
        using var folder = new TemporaryFolder();
        var report = Path.Combine(Path.GetDirectoryName(folder.Write("x", "")) ?? "", "report.xml");

        var run = TestConsole.Run(["test", folder.Write("a.interp", Met + "\n" + Unmet.Replace("fails", "fa\u0001ils <b>", StringComparison.Ordinal)), "--junit", report]);

        Assert.AreEqual(6, run.Exit);
        var suite = XDocument.Load(report).Root?.Element("testsuite");
        Assert.AreEqual("3", suite?.Attribute("tests")?.Value);
        Assert.AreEqual("1", suite?.Attribute("failures")?.Value);
        Assert.AreEqual("holds|fa[U+0001]ils <b>|fa[U+0001]ils <b>", string.Join('|', (suite?.Elements("testcase") ?? []).Select(test => test.Attribute("classname")?.Value)));
        StringAssert.StartsWith(suite?.Descendants("failure").Single().Attribute("message")?.Value, "rank(3) is ");
    }

    [TestMethod]
    public void The_record_has_every_outcome()
    {
        using var folder = new TemporaryFolder();

        var run = TestConsole.Run(["test", folder.Write("a.interp", Unmet), "--json"]);

        using var json = JsonDocument.Parse(run.Out);
        Assert.AreEqual(1, json.RootElement.GetProperty("passed").GetInt32());
        Assert.AreEqual(1, json.RootElement.GetProperty("failed").GetInt32());
        var outcome = json.RootElement.GetProperty("files")[0].GetProperty("blocks")[0].GetProperty("expectations")[0];
        Assert.AreEqual("rank(3)", outcome.GetProperty("expression").GetString());
        Assert.IsFalse(outcome.GetProperty("met").GetBoolean());
    }

    [TestMethod]
    public void Fences_of_Markdown_are_tested_and_bad_names_are_refused()
    {
        using var folder = new TemporaryFolder();

        StringAssert.EndsWith(TestConsole.Run(["test", folder.Write("a.md", "# T\n\n```interp\n" + Met + "```\n")]).Out, "1 passed, 0 failed\n");
        Assert.AreEqual(4, TestConsole.Run(["test", "missing.interp"]).Exit);
        Assert.AreEqual(2, TestConsole.Run(["test"]).Exit);
        Assert.AreEqual(2, TestConsole.Run(["test", folder.Write("b.interp", Met), "--junit", "report.txt"]).Exit);
    }

    [TestMethod]
    public void Every_expectation_of_the_tour_holds()
    {
        var run = TestConsole.Run(["test", Path.Combine(Repository(), "extension", "samples", "tour.interp")]);

        Assert.AreEqual(0, run.Exit, run.Out + run.Error);
        StringAssert.EndsWith(run.Out, "24 passed, 0 failed\n");
    }

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Interp.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("These tests run from a build inside the repository.");
    }
}
