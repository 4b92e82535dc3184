using System.Text.Json;

namespace Interp.Analysis.Tests.Golden;

[TestClass]
public sealed class GoldenComparisonTests
{
    private const string Ranked = """{ "abs": 0.1, "rel": 0, "ranked": [{ "path": "a.*.top", "key": ["id"], "by": "v" }] }""";

    [TestMethod]
    [DataRow("**.rank", "a.0.rank", true)]
    [DataRow("**.rank", "rank", true)]
    [DataRow("cells.*.*.top", "cells.0.12.top", true)]
    [DataRow("cells.*.top", "cells.0.12.top", false)]
    [DataRow("tokens.**", "tokens.0.id", true)]
    [DataRow("tokens.**", "tokens", false)]
    public void Globs_match_members_and_depths(string glob, string path, bool matches) => Assert.AreEqual(matches, new PathGlob(glob).Matches(path));

    [TestMethod]
    [DataRow("""{ "abs": 0.1, "rel": 0 }""", """{ "x": 1.05, "more": 1 }""", """{ "x": 1 }""", 0)]
    [DataRow("""{ "abs": 0.1, "rel": 0 }""", """{ "x": 1.15 }""", """{ "x": 1 }""", 1)]
    [DataRow("""{ "abs": 0, "rel": 0.2 }""", """{ "x": 1.15 }""", """{ "x": 1 }""", 0)]
    [DataRow("""{ "abs": 1, "overrides": { "**.rank": { "abs": 0, "rel": 0 } } }""", """{ "a": { "rank": 3 } }""", """{ "a": { "rank": 4 } }""", 1)]
    [DataRow("""{ "ignore": ["x"] }""", """{ "x": 1 }""", """{ "x": 9, "y": null }""", 0)]
    [DataRow("{}", """{ "x": "1" }""", """{ "x": 1, "z": 1 }""", 2)]
    [DataRow("{}", """{ "x": [1, 2] }""", """{ "x": [1] }""", 1)]
    public void Members_and_numbers_are_compared(string specification, string got, string want, int differences) =>
        Assert.HasCount(differences, Compare(specification, got, want));

    [TestMethod]
    [DataRow("""[{ "id": 2, "v": 5 }, { "id": 1, "v": 5.05 }]""", 0)]
    [DataRow("""[{ "id": 1, "v": 5.05 }, { "id": 3, "v": 5 }]""", 0)]
    [DataRow("""[{ "id": 1, "v": 5.05 }, { "id": 1, "v": 5 }]""", 1)]
    [DataRow("""[{ "id": 1, "v": 5.05 }, { "id": 3, "v": 4 }]""", 1)]
    public void Neighbours_of_a_ranked_list_may_swap_when_they_are_close(string got, int differences)
    {
        var wrapped = $$"""{ "a": [{ "top": {{got}} }] }""";

        Assert.HasCount(differences, Compare(Ranked, wrapped, """{ "a": [{ "top": [{ "id": 1, "v": 5.05 }, { "id": 2, "v": 5 }] }] }"""));
    }

    private static IReadOnlyList<string> Compare(string specification, string got, string want)
    {
        var comparison = new GoldenComparison(JsonElement.Parse(specification));
        comparison.Compare(JsonElement.Parse(got), JsonElement.Parse(want));
        return comparison.Differences;
    }
}
