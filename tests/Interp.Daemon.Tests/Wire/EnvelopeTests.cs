using System.Text;
using Interp.Daemon.Wire;

namespace Interp.Daemon.Tests.Wire;

[TestClass]
public sealed class EnvelopeTests
{
    [TestMethod]
    [DataRow("""{"jsonrpc":"2.0","id":1,"method":"m"}""", "1")]
    [DataRow("""{"jsonrpc":"2.0","id":"a\u0062","method":"m","params":{}}""", "ab")]
    [DataRow("""{"jsonrpc":"2.0","id":-9007199254740991,"method":"m","params":null}""", "-9007199254740991")]
    [DataRow("""{"jsonrpc":"2.0","method":"m"}""", null)]
    public void A_call_has_the_id_that_it_names(string message, string? id)
    {
        var envelope = Read(message);

        Assert.AreEqual(EnvelopeKind.Call, envelope.Kind, envelope.Message);
        Assert.AreEqual("m", envelope.Method);
        Assert.AreEqual(id, envelope.Id?.ToString());
    }

    [TestMethod]
    [DataRow("{", Envelope.ParseError)]
    [DataRow("", Envelope.ParseError)]
    [DataRow("nothing", Envelope.ParseError)]
    [DataRow("[]", Envelope.InvalidRequest)]
    [DataRow("null", Envelope.InvalidRequest)]
    [DataRow("""{"jsonrpc":"2.0","id":1}""", Envelope.InvalidRequest)]
    [DataRow("""{"jsonrpc":"2.0","id":1.5,"method":"m"}""", Envelope.InvalidRequest)]
    [DataRow("""{"jsonrpc":"2.0","id":1e2,"method":"m"}""", Envelope.InvalidRequest)]
    [DataRow("""{"jsonrpc":"2.0","id":{},"method":"m"}""", Envelope.InvalidRequest)]
    [DataRow("""{"jsonrpc":"2.0","id":"\ud800","method":"m"}""", Envelope.InvalidRequest)]
    [DataRow("""{"jsonrpc":2.0,"id":1,"method":"m"}""", Envelope.InvalidRequest)]
    [DataRow("""{"id":1,"method":"m"}""", Envelope.InvalidRequest)]
    [DataRow("""{"jsonrpc":"2.0","id":1,"method":7}""", Envelope.InvalidRequest)]
    [DataRow("""{"jsonrpc":"2.0","id":1,"method":"m","params":[1]}""", Envelope.InvalidParams)]
    [DataRow("""{"jsonrpc":"2.0","id":1,"method":"m","params":"x"}""", Envelope.InvalidParams)]
    public void What_is_no_message_is_refused_by_its_code(string message, int code)
    {
        var envelope = Read(message);

        Assert.AreEqual(EnvelopeKind.Refused, envelope.Kind);
        Assert.AreEqual(code, envelope.Code);
    }

    [TestMethod]
    public void Bytes_that_are_no_UTF8_are_no_message() =>
        Assert.AreEqual(Envelope.ParseError, Envelope.Of(new byte[] { (byte)'"', 0xC3, (byte)'"' }).Code);

    [TestMethod]
    [DataRow("""{"result":{},"id":7}""")]
    [DataRow("""{"jsonrpc":"2.0","id":7,"error":{"code":1}}""")]
    public void Answers_are_told_from_calls(string message)
    {
        var envelope = Read(message);

        Assert.AreEqual(EnvelopeKind.Answer, envelope.Kind);
        Assert.AreEqual(7, envelope.Id?.Number);
    }

    private static Envelope Read(string message) => Envelope.Of(Encoding.UTF8.GetBytes(message));
}
