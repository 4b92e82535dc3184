using System.Text.Json;
using System.Text.RegularExpressions;

namespace Interp.Architecture.Tests;

/// <summary>What the documents say exists, exists.</summary>
[TestClass]
public sealed partial class DocumentationTests
{
    [TestMethod]
    public void Every_link_between_documents_leads_somewhere()
    {
        var broken = Repository.Files(".md").SelectMany(BrokenLinks).ToArray();
        Assert.IsEmpty(broken, string.Join("; ", broken));
    }

    [TestMethod]
    public void Every_page_of_docs_can_be_reached_from_the_README()
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(["README.md"]);
        while (open.TryPop(out var page))
        {
            if (reached.Add(page) && page.EndsWith(".md", StringComparison.Ordinal))
            {
                foreach (var link in Links(page).Select(link => link.File).Where(File.Exists))
                {
                    open.Push(Path.GetRelativePath(Repository.Root, link).Replace('\\', '/'));
                }
            }
        }

        var lost = Repository.Files(".md").Where(file => file.StartsWith("docs/", StringComparison.Ordinal)).Except(reached);
        Assert.IsEmpty(lost, string.Join(", ", lost));
    }

    [TestMethod]
    public void Every_npm_script_that_a_document_names_exists()
    {
        using var package = JsonDocument.Parse(Repository.Read("package.json"));
        var scripts = package.RootElement.GetProperty("scripts").EnumerateObject().Select(script => script.Name).ToHashSet();
        foreach (var file in Repository.Files(".md"))
        {
            foreach (Match match in NpmRun().Matches(Repository.Read(file)))
            {
                Assert.Contains(match.Groups[1].Value, scripts, $"{file}: {match.Value}");
            }
        }
    }

    private static IEnumerable<string> BrokenLinks(string page)
    {
        foreach (var (target, file, anchor) in Links(page))
        {
            if (!File.Exists(file) && !Directory.Exists(file))
            {
                yield return $"{page}: {target} is not there";
            }
            else if (anchor.Length > 0 && !Anchors(File.ReadAllText(file)).Contains(anchor))
            {
                yield return $"{page}: {target} has no such heading";
            }
        }
    }

    private static IEnumerable<(string Target, string File, string Anchor)> Links(string page)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, page)) ?? Repository.Root;
        foreach (Match match in Link().Matches(Fence().Replace(Repository.Read(page), "")))
        {
            var target = match.Groups[1].Value;
            if (target.Contains("://", StringComparison.Ordinal) || target.StartsWith("mailto:", StringComparison.Ordinal))
            {
                continue;
            }

            var parts = target.Split('#', 2);
            var file = parts[0].Length == 0 ? Path.Combine(Repository.Root, page) : Path.GetFullPath(Path.Combine(folder, parts[0]));
            yield return (target, file, parts.Length > 1 ? parts[1] : "");
        }
    }

    /// <summary>The names that GitHub gives to the headings of a page.</summary>
    private static HashSet<string> Anchors(string text) =>
        Heading().Matches(Fence().Replace(text, ""))
            .Select(match => NotInAnchor().Replace(match.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'))
            .ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex(@"\[[^\]]*\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();

    [GeneratedRegex(@"npm run ([\w:-]+)")]
    private static partial Regex NpmRun();
}
