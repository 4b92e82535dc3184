using System.Text.Json;
using Interp.Daemon.Methods;
using Interp.Daemon.Progress;
using Interp.Daemon.Tests.Language;
using Interp.Daemon.Wire;

namespace Interp.Daemon.Tests.Progress;

[TestClass]
public sealed class ProgressWriterTests
{
    [TestMethod]
    public async Task Records_that_come_faster_than_they_may_be_sent_are_gathered_and_none_is_dropped()
    {
        var client = new Recorder();
        var writer = Writer(client, """{"partialResultToken":7}""");
        for (var number = 0; number < 1000; number++)
        {
            writer.Add(new RawJson(JsonSerializer.SerializeToUtf8Bytes(number)));
        }

        await writer.FinishAsync(flush: true).ConfigureAwait(false);

        CollectionAssert.AreEqual(Enumerable.Range(0, 1000).ToArray(), client.Values.SelectMany(value => value.EnumerateArray()).Select(value => value.GetInt32()).ToArray());
        Assert.IsLessThanOrEqualTo(2, client.Values.Count, "the pause between messages is not over");
    }

    [TestMethod]
    public async Task Nothing_is_sent_after_the_end_of_one_who_cancelled()
    {
        var client = new Recorder();
        var writer = Writer(client, """{"partialResultToken":"p","workDoneToken":1}""");

        await writer.FinishAsync(flush: false).ConfigureAwait(false);
        writer.Add(new RawJson("1"u8.ToArray()));
        writer.Report(new("neurons", 1, 2));

        Assert.IsEmpty(client.Values);
    }

    [TestMethod]
    public async Task Progress_begins_once_and_ends_once()
    {
        var client = new Recorder();
        var writer = Writer(client, """{"workDoneToken":1}""");
        writer.Report(new("neurons", 1, 4));
        writer.Report(new("neurons", 2, 4));

        await writer.FinishAsync(flush: true).ConfigureAwait(false);

        var kinds = client.Values.Select(value => value.GetProperty("kind").GetString()).ToArray();
        Assert.AreEqual("begin", kinds[0]);
        Assert.AreEqual("end", kinds[^1]);
        Assert.AreEqual(1, kinds.Count(kind => kind == "begin"));
    }

    [TestMethod]
    public void A_request_without_tokens_has_no_writer()
    {
        using var json = JsonDocument.Parse("""{"text":"x","workDoneToken":null}""");

        Assert.IsNull(ProgressWriter.Of("m", json.RootElement, new Recorder()));
    }

    private static ProgressWriter Writer(IClient client, string arguments)
    {
        using var json = JsonDocument.Parse(arguments);
        return ProgressWriter.Of("m", json.RootElement.Clone(), client, new StoppedTime()) ?? throw new AssertFailedException("There are tokens.");
    }

    private sealed class Recorder : IClient
    {
        public List<JsonElement> Values { get; } = [];

        public async Task NotifyAsync(string method, IReadOnlyDictionary<string, object?> arguments)
        {
            await Task.Yield();
            var value = arguments["value"] as RawJson ?? throw new AssertFailedException("The value is JSON.");
            using var json = JsonDocument.Parse(value.Utf8);
            Values.Add(json.RootElement.Clone());
        }

        public Task AskAsync(string method) => Task.CompletedTask;
    }
}
