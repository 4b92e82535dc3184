using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Interp.Contracts;

namespace Interp.Figures.Tests;

[TestClass]
public sealed partial class HtmlPageTests
{
    private const string Script = "start(\"</script><!--\");";
    private readonly string views = Directory.CreateTempSubdirectory("interp-views-").FullName;

    [TestInitialize]
    public void WriteViews()
    {
        foreach (var view in new[] { "lens", "contributions" })
        {
            File.WriteAllText(Path.Combine(views, view + ".js"), Script);
            File.WriteAllText(Path.Combine(views, view + ".css"), "body { content: '</style>'; }");
        }
    }

    [TestCleanup]
    public void RemoveViews() => Directory.Delete(views, recursive: true);

    [TestMethod]
    public void A_page_holds_the_whole_result_and_its_request()
    {
        var result = Explained("A plain prompt");
        var request = new ContributionsRequest { Method = "contributions", Text = "A plain prompt", Target = new TokenChoice { Text = " x" } };

        using var data = JsonDocument.Parse(Data(HtmlPage.Of(result, request, views)));

        var shown = data.RootElement;
        Assert.AreEqual("show", shown.GetProperty("type").GetString());
        Assert.AreEqual("A plain prompt", shown.GetProperty("request").GetProperty("text").GetString());
        Assert.AreEqual(" x", shown.GetProperty("request").GetProperty("target").GetString());
        Assert.AreEqual("A plain prompt", shown.GetProperty("origin").GetProperty("label").GetString());
        var expected = JsonSerializer.Serialize(result, InterpJsonContext.Default.ContributionsResult);
        Assert.AreEqual(expected, shown.GetProperty("result").GetRawText());
    }

    [TestMethod]
    [DataRow("</script><script>alert(1)</script>")]
    [DataRow("<!-- <script>")]
    [DataRow("\u2028\u2029\0\u202E")]
    [DataRow("]]></title><img src=x onerror=alert(1)>")]
    [DataRow("\"'&lt;\\")]
    public void No_text_of_a_prompt_becomes_markup_or_script(string text)
    {
        var page = HtmlPage.Of(Explained(text), new ContributionsRequest { Method = "contributions", Text = text }, views);

        Assert.HasCount(2, Openings().Matches(page), "one script element for the data, one for the view");
        Assert.HasCount(2, Closings().Matches(page));
        Assert.IsFalse(page.Contains("<img", StringComparison.Ordinal));
        Assert.IsFalse(page.Contains("<!-", StringComparison.Ordinal));
        Assert.IsFalse(page.Contains('\u2028', StringComparison.Ordinal) || page.Contains('\0', StringComparison.Ordinal) || page.Contains('\u202E', StringComparison.Ordinal));
        using var data = JsonDocument.Parse(Data(page));
        Assert.AreEqual(text, data.RootElement.GetProperty("request").GetProperty("text").GetString());
    }

    [TestMethod]
    public void Only_the_view_may_run_and_nothing_may_be_fetched()
    {
        var page = HtmlPage.Of(Explained("x"), new ContributionsRequest { Method = "contributions", Text = "x" }, views);

        var script = ViewScript().Match(page).Groups[1].Value;
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)));
        StringAssert.Contains(page, $"default-src 'none'; script-src 'sha256-{hash}'; style-src 'unsafe-inline'; img-src data:");
        Assert.AreEqual("start(\"<\\/script>\\x3C!--\");", script);
    }

    [TestMethod]
    public void The_same_result_gives_the_same_page()
    {
        var request = new ContributionsRequest { Method = "contributions", Text = "x" };

        Assert.AreEqual(HtmlPage.Of(Explained("x"), request, views), HtmlPage.Of(Explained("x"), request, views));
    }

    [TestMethod]
    public void What_is_opened_in_the_view_reaches_the_page_as_data()
    {
        using var opened = JsonDocument.Parse("{\"state\":{\"word\":\"</script><img>\\u2028\"}}");

        var page = HtmlPage.Of(Explained("x"), new ContributionsRequest { Method = "contributions", Text = "x" }, views, opened.RootElement);

        Assert.HasCount(2, Openings().Matches(page));
        Assert.IsFalse(page.Contains("<img", StringComparison.Ordinal));
        using var data = JsonDocument.Parse(Data(page));
        Assert.AreEqual("</script><img>\u2028", data.RootElement.GetProperty("opened").GetProperty("state").GetProperty("word").GetString());
    }

    [TestMethod]
    public void A_view_that_is_not_there_is_one_clear_failure()
    {
        var elsewhere = Path.Combine(views, "missing");

        var failure = Assert.ThrowsExactly<InterpException>(() => HtmlPage.Check("lens", elsewhere));

        Assert.AreEqual(ErrorKind.FileProblem, failure.Kind);
        StringAssert.Contains(failure.Message, Path.Combine(elsewhere, "lens.js"));
        StringAssert.Contains(failure.Hint, "./interp");
    }

    [TestMethod]
    public void Methods_without_a_view_have_no_page()
    {
        Assert.IsFalse(HtmlPage.Has("forward"));
        Assert.AreEqual(ErrorKind.NotAvailable, Assert.ThrowsExactly<InterpException>(() => HtmlPage.Check("forward", views)).Kind);
    }

    private static ContributionsResult Explained(string text)
    {
        var golden = GoldenResults.Names("contributions-").Select(GoldenResults.Read).OfType<ContributionsResult>().First(result => result.Layers is not null);
        return golden with { Tokens = [new TokenInfo { Id = 1, Text = text }] };
    }

    private static string Data(string page) => DataElement().Match(page).Groups[1].Value;

    [GeneratedRegex("<script\\b", RegexOptions.IgnoreCase)]
    private static partial Regex Openings();

    [GeneratedRegex("</script", RegexOptions.IgnoreCase)]
    private static partial Regex Closings();

    [GeneratedRegex("id=\"interp-data\">(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex DataElement();

    [GeneratedRegex("<script>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex ViewScript();
}
