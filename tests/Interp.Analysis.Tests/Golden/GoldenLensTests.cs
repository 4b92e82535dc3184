namespace Interp.Analysis.Tests.Golden;

/// <summary>The golden cases of <c>forward</c>, <c>lens</c> and <c>project</c>.</summary>
[TestClass]
public sealed class GoldenLensTests
{
    public static IEnumerable<object[]> CommittedCases => Cases(test => test.Model == "smollm2-135m-instruct" || test.Model.StartsWith("tiny/", StringComparison.Ordinal));

    public static IEnumerable<object[]> CappCases => Cases(test => test.Model == "gpt2-capp");

    public static IEnumerable<object[]> SortCases => Cases(test => test.Model == "gpt2-nano-sort/hf");

    public static IEnumerable<object[]> StoryCases => Cases(test => test.Model == "tinystories-656k");

    [TestMethod]
    [DynamicData(nameof(CommittedCases))]
    public void A_committed_model_answers_as_the_reference(string name) => GoldenCase.Read(name).Check();

    [TestMethod]
    [PublishedCheckpoint("gpt2-capp")]
    [DynamicData(nameof(CappCases))]
    public void Capp_answers_as_the_reference(string name) => GoldenCase.Read(name).Check();

    [TestMethod]
    [PublishedCheckpoint("gpt2-nano-sort/hf")]
    [DynamicData(nameof(SortCases))]
    public void Nano_sort_answers_as_the_reference(string name) => GoldenCase.Read(name).Check();

    [TestMethod]
    [PublishedCheckpoint("tinystories-656k")]
    [DynamicData(nameof(StoryCases))]
    public void Tinystories_answers_as_the_reference(string name) => GoldenCase.Read(name).Check();

    private static IEnumerable<object[]> Cases(Func<GoldenCase, bool> fits) =>
        GoldenCase.Names("forward", fits)
            .Concat(GoldenCase.Names("contributions", test => test.Method is "lens" or "project" && fits(test)))
            .Select(name => new object[] { name });
}
