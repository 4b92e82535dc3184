using System.Text.RegularExpressions;
using Interp.Runtime.Taps;
using Interp.Runtime.Tests.Reference;

namespace Interp.Runtime.Tests;

/// <summary>docs/taps.md lists what there is.</summary>
[TestClass]
public sealed partial class TapDocumentationTests
{
    [TestMethod]
    public void Page_lists_every_kind_of_tap_with_its_shape()
    {
        var listed =
            from row in TableRow().Matches(File.ReadAllText(Path.Combine(TestFiles.Root, "docs", "taps.md")))
            let names = TapNameIn().Matches(row.Groups[1].Value).Select(name => name.Groups[1].Value)
            let shapes = row.Groups[2].Value.Split(", ").Select(shape => shape.Replace(" × ", "", StringComparison.Ordinal).Trim())
            from entry in names.Zip(shapes)
            select $"{entry.First} {entry.Second}";
        var known = TapCatalog.AllBlockTaps.Concat(TapCatalog.AllStreamTaps).Select(kind => $"{kind.Name} {kind.Axes}");
        CollectionAssert.AreEquivalent(known.ToArray(), listed.ToArray());
    }

    [GeneratedRegex(@"^\| (`[^|]+) \| ([TDHGKFV][^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex TableRow();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex TapNameIn();
}
