using System.Text;
using Interp.Daemon.Wire;

namespace Interp.Daemon.Tests.Wire;

[TestClass]
public sealed class FrameReaderTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(7)]
    [DataRow(4096)]
    public void Frames_are_the_same_however_the_stream_is_cut(int piece)
    {
        var reader = Reader("Content-Length: 2\r\n\r\n{}content-type: x; charset=\"utf8\"\r\nCONTENT-LENGTH:  4\r\n\r\n[12]", piece);

        Assert.AreEqual("{}", TextOf(reader.Read()));
        Assert.AreEqual("[12]", TextOf(reader.Read()));
        Assert.IsNull(reader.Read());
    }

    [TestMethod]
    [DataRow("hello\r\n\r\n")]
    [DataRow("Content-Length\r\n\r\n")]
    [DataRow("Content-Length: -1\r\n\r\n")]
    [DataRow("Content-Length: 2, 3\r\n\r\n{}")]
    [DataRow("Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}")]
    [DataRow("Content-Type: text\r\n\r\n{}")]
    [DataRow("\r\n\r\n")]
    [DataRow("Content-Length: 99999999999999\r\n\r\n")]
    [DataRow("Content-Length: 10\r\n\r\n{}")]
    [DataRow("Content-Le")]
    public void What_cannot_be_cut_into_frames_is_the_last_and_says_why(string input)
    {
        var frame = Reader(input).Read();

        Assert.IsNotNull(frame);
        Assert.IsTrue(frame.IsLast);
        Assert.IsFalse(string.IsNullOrEmpty(frame.Fault));
    }

    [TestMethod]
    public void A_header_that_never_ends_is_not_read_for_ever() =>
        Assert.IsTrue(Reader("X: " + new string('x', 100_000)).Read()?.IsLast);

    [TestMethod]
    public void A_frame_that_is_too_long_is_passed_over_and_the_next_is_read()
    {
        var length = FrameReader.LongestContent + 1;
        var head = "{\"jsonrpc\":\"2.0\",\"id\":\"big\",\"method\":\"m\",\"params\":\"";
        var reader = Reader($"Content-Length: {length}\r\n\r\n{head.PadRight(length, 'x')}Content-Length: 2\r\n\r\n{{}}", 1 << 16);

        var refused = reader.Read();
        Assert.IsFalse(refused?.IsLast);
        Assert.IsNotNull(refused?.Fault);
        Assert.AreEqual("big", Envelope.IdIn(refused.Content.Span)?.Text);
        Assert.AreEqual("{}", TextOf(reader.Read()));
    }

    [TestMethod]
    public void Text_in_another_charset_is_refused_and_the_next_frame_is_read()
    {
        var reader = Reader("Content-Length: 2\r\nContent-Type: a/b; charset=utf-16\r\n\r\n{}Content-Length: 2\r\n\r\n[]");

        Assert.IsNotNull(reader.Read()?.Fault);
        Assert.AreEqual("[]", TextOf(reader.Read()));
    }

    private static string TextOf(Frame? frame)
    {
        Assert.IsNotNull(frame);
        Assert.IsNull(frame.Fault);
        return Encoding.UTF8.GetString(frame.Content.Span);
    }

    private static FrameReader Reader(string input, int piece = 4096) => new(new Pieces(Encoding.UTF8.GetBytes(input), piece));

    /// <summary>Gives at most so many bytes at a time, as a pipe may.</summary>
    private sealed class Pieces(byte[] bytes, int most) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(most, buffer.Length)]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(most, count));
    }
}
