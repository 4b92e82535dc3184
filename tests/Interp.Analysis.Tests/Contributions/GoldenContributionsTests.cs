using Interp.Analysis.Tests.Golden;

namespace Interp.Analysis.Tests.Contributions;

/// <summary>The golden cases of <c>contributions</c>.</summary>
[TestClass]
public sealed class GoldenContributionsTests
{
    public static IEnumerable<object[]> CommittedCases => Cases(test => test.Model == "smollm2-135m-instruct" || test.Model.StartsWith("tiny/", StringComparison.Ordinal));

    public static IEnumerable<object[]> CappCases => Cases(test => test.Model == "gpt2-capp");

    public static IEnumerable<object[]> StoryCases => Cases(test => test.Model == "tinystories-656k");

    [TestMethod]
    [DynamicData(nameof(CommittedCases))]
    public void A_committed_model_answers_as_the_reference(string name) => GoldenCase.Read(name).Check();

    [TestMethod]
    [PublishedCheckpoint("gpt2-capp")]
    [DynamicData(nameof(CappCases))]
    public void Capp_answers_as_the_reference(string name) => GoldenCase.Read(name).Check();

    [TestMethod]
    [PublishedCheckpoint("tinystories-656k")]
    [DynamicData(nameof(StoryCases))]
    public void Tinystories_answers_as_the_reference(string name) => GoldenCase.Read(name).Check();

    private static IEnumerable<object[]> Cases(Func<GoldenCase, bool> fits) =>
        GoldenCase.Names("contributions", test => test.Method == "contributions" && fits(test)).Select(name => new object[] { name });
}
