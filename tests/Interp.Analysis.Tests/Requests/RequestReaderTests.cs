using System.Text;
using Interp.Contracts;

namespace Interp.Analysis.Tests;

[TestClass]
public sealed class RequestReaderTests
{
    [TestMethod]
    public void A_request_is_read_with_its_analysis()
    {
        var (analysis, request) = Read("""{ "method": "forward", "ids": [1, 2], "top": 3, "model": null }""");

        Assert.AreEqual("forward", analysis.Method);
        var forward = (ForwardRequest)request;
        CollectionAssert.AreEqual(new[] { 1, 2 }, forward.Ids);
        Assert.AreEqual(3, forward.Top);
        Assert.IsNull(forward.Model);
    }

    [TestMethod]
    public void Null_means_absent()
    {
        var request = (ForwardRequest)Read("""{ "method": "forward", "text": "a", "ids": null, "top": null, "edits": null }""").Request;

        Assert.IsNull(request.Ids);
        Assert.IsNull(request.Top);
    }

    [TestMethod]
    [DataRow("""{ "method": "forward", "tops": 3 }""", "tops", "top")]
    [DataRow("""{ "method": "forward", "postions": [0] }""", "postions", "positions")]
    [DataRow("""{ "method": "forward", "Text": "a" }""", "Text", "text")]
    public void An_unknown_member_is_named_with_the_nearest(string json, string member, string nearest)
    {
        var refusal = Refuse(json);

        Assert.AreEqual(member, (string?)refusal.Facts?["member"]);
        Assert.AreEqual(nearest, (string?)refusal.Facts?["nearest"]);
        StringAssert.Contains(refusal.Message, $"`{member}`", StringComparison.Ordinal);
    }

    [TestMethod]
    public void An_unknown_member_without_a_near_one_lists_the_members()
    {
        var refusal = Refuse("""{ "method": "forward", "zzzzzzzzzzzz": 3 }""");

        Assert.IsNull(refusal.Facts?["nearest"]);
        StringAssert.Contains(refusal.Hint, "positions", StringComparison.Ordinal);
    }

    [TestMethod]
    [DataRow("""{ "method": "forward", "top": "3" }""", "top")]
    [DataRow("""{ "method": "forward", "top": 1.5 }""", "top")]
    [DataRow("""{ "method": "forward", "top": 99999999999 }""", "top")]
    [DataRow("""{ "method": "forward", "ids": 3 }""", "ids")]
    [DataRow("""{ "method": "forward", "ids": [1, null] }""", "ids[1]")]
    [DataRow("""{ "method": "forward", "taps": [null] }""", "taps[0]")]
    [DataRow("""{ "method": "forward", "text": ["a"] }""", "text")]
    [DataRow("""{ "method": "tokenize", "special": 1 }""", "special")]
    [DataRow("""{ "method": 3 }""", "method")]
    [DataRow("""{ "text": "a" }""", "method")]
    [DataRow("""{ "method": "forward", "top": 3, "top": 4 }""", "top")]
    public void A_value_of_the_wrong_type_is_named_by_its_path(string json, string member) =>
        Assert.AreEqual(member, (string?)Refuse(json).Facts?["member"]);

    [TestMethod]
    [DataRow("""a\ud83db""", "a\uFFFDb")]
    [DataRow("""\ude00\ud83d""", "\uFFFD\uFFFD")]
    [DataRow("""\ud83d\ud83d\ude00""", "\uFFFD\uD83D\uDE00")]
    [DataRow("""\uD83D\uDE00\\ud83d""", "\uD83D\uDE00\\ud83d")]
    [DataRow("""\ud83d\u0041""", "\uFFFDA")]
    [DataRow("""\\\ud83d""", "\\\uFFFD")]
    public void Half_of_a_pair_reads_as_the_replacement_character(string escaped, string expected)
    {
        var (_, request) = RequestReader.Read(Encoding.UTF8.GetBytes($$"""{ "method": "forward", "text": "{{escaped}}" }"""));
        Assert.AreEqual(expected, request.Text);
    }

    [TestMethod]
    public void An_unknown_method_is_refused_with_the_nearest()
    {
        var refusal = Refuse("""{ "method": "foward" }""");

        Assert.AreEqual("forward", (string?)refusal.Facts?["nearest"]);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("{")]
    [DataRow("{ \"method\": \"forward\", \"top\": NaN }")]
    [DataRow("{ \"method\": \"forward\" } {}")]
    public void What_is_no_json_is_refused_with_its_place(string json) =>
        Assert.IsNotNull(Refuse(json).Facts?["line"]);

    [TestMethod]
    [DataRow("[]")]
    [DataRow("3")]
    [DataRow("null")]
    [DataRow("\"forward\"")]
    public void What_is_no_object_is_refused(string json) => Refuse(json);

    [TestMethod]
    public void Bytes_that_are_no_utf8_are_refused_by_path()
    {
        var json = Encoding.UTF8.GetBytes("""{ "method": "forward", "text": "x" }""");
        json[^4] = 0xFF;

        Refusals.Expect(ErrorKind.SettingUnknown, () => RequestReader.Read(json));
    }

    private static ReadRequest Read(string json) => RequestReader.Read(Encoding.UTF8.GetBytes(json));

    private static InterpException Refuse(string json) => Refusals.Expect(ErrorKind.SettingUnknown, () => Read(json));
}
