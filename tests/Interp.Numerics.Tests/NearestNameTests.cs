using CsCheck;

namespace Interp.Numerics.Tests;

[TestClass]
public sealed class NearestNameTests
{
    [TestMethod]
    [DataRow("perlayer", "perLayer")]
    [DataRow("frzoen", "frozen")]
    [DataRow("autor", "author")]
    [DataRow("qwertyuiop", null)]
    public void The_nearest_name_is_found(string typed, string? expected) =>
        Assert.AreEqual(expected, NearestName.Of(typed, ["frozen", "author", "perLayer"]));

    [TestMethod]
    public void Distance_is_symmetric_and_zero_only_for_the_same_name()
    {
        var name = Gen.String[Gen.Char["abc"], 0, 6];
        name.Select(name).Sample((left, right) =>
            NearestName.Distance(left, right) == NearestName.Distance(right, left)
            && (NearestName.Distance(left, right) == 0) == (left == right)
            && NearestName.Distance(left, right) <= Math.Max(left.Length, right.Length));
    }
}
