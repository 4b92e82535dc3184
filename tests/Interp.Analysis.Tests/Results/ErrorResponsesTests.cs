using System.Text.Json;
using System.Text.Json.Nodes;
using Interp.Contracts;

namespace Interp.Analysis.Tests;

[TestClass]
public sealed class ErrorResponsesTests
{
    [TestMethod]
    public void A_refusal_is_written_with_code_kind_message_hint_and_data()
    {
        var response = ErrorResponses.From(new InterpException(ErrorKind.TargetNotOneToken, "Two tokens.", "Give one.", new JsonObject { ["tokens"] = 2 }));

        var expected = """{"error":{"code":1006,"kind":"targetNotOneToken","message":"Two tokens.","hint":"Give one.","data":{"tokens":2}}}""";
        Assert.AreEqual(expected, JsonSerializer.Serialize(response, InterpJsonContext.Default.ErrorResponse));
    }

    [TestMethod]
    public void A_cancelled_request_says_so() => Assert.AreEqual(
        """{"error":{"code":-32800,"kind":"cancelled","message":"Cancelled before it was done."}}""",
        JsonSerializer.Serialize(ErrorResponses.From(new OperationCanceledException()), InterpJsonContext.Default.ErrorResponse));

    [TestMethod]
    public void A_refusal_inside_worker_threads_is_the_refusal()
    {
        var inner = new InterpException(ErrorKind.NotFinite, "No number.");

        Assert.AreEqual("notFinite", ErrorResponses.From(new AggregateException(inner)).Error.Kind);
    }

    [TestMethod]
    public void Anything_else_is_a_fault_of_the_program() =>
        Assert.AreEqual(-32603, ErrorResponses.From(new InvalidOperationException("x")).Error.Code);
}
