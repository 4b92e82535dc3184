using System.Collections.Concurrent;
using Interp.Contracts;
using Interp.Daemon.Language;
using Interp.Daemon.Language.Protocol;
using Interp.Daemon.Lanes;
using Interp.Daemon.Tests.Documents;
using Interp.Daemon.Tests.Support;

namespace Interp.Daemon.Tests.Language;

[TestClass]
public sealed class WatchTests
{
    [TestMethod]
    public async Task Problems_are_told_after_a_pause_in_typing_and_what_the_model_says_when_it_is_known()
    {
        var desk = new Desk("### a\n@traget x\n\nThe capital\n### b\n@expect prob(\" of\") > 0.99\n\nThe capital");
        var (editor, time) = (new Editor(), new StoppedTime());
        var watch = new DocumentWatch(desk.Readings, editor, new Attention(time), time);

        var first = watch.ChangedAsync(desk.Document);
        Assert.IsEmpty(editor.Told);
        time.Fire();
        await first;

        Assert.AreEqual("There is no directive @traget. Did you mean @target?", editor.Told.First()[0].Message);
        StringAssert.StartsWith(editor.Told.Last()[1].Message, "prob(\" of\") is ");
        Assert.AreEqual(1, editor.Refreshed);
    }

    [TestMethod]
    public async Task Typing_on_puts_off_what_was_due()
    {
        var desk = new Desk("### a\n\nx", new FakeRunner("a", "b", "c"));
        var (editor, time) = (new Editor(), new StoppedTime());
        var watch = new DocumentWatch(desk.Readings, editor, new Attention(time), time);

        var first = watch.ChangedAsync(desk.Document);
        desk.Store.Change(Desk.Uri, 2, [new ContentChange { Text = "### a\n@y\n\nx" }]);
        var second = watch.ChangedAsync(desk.Document);
        await first;
        Assert.IsEmpty(editor.Told);
        time.Fire();
        await second;

        Assert.AreEqual("2 1", $"{editor.Versions.Last()} {editor.Told.Last().Count}");
        await watch.ClosedAsync(desk.Document);
        Assert.IsEmpty(editor.Told.Last());
    }

    // R97: an edit while a request runs.
    [TestMethod]
    public async Task R97_a_hover_in_flight_is_answered_for_the_text_that_it_was_asked_of()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var desk = new Desk("### a\n\nab", new FakeRunner("x", "y", "z") { Gate = gate.Task });
        var watch = new DocumentWatch(desk.Readings, new Editor(), new Attention(TimeProvider.System), new StoppedTime());
        var asked = desk.Reader.ReadAsync(desk.Document, new TextPosition(2, 1), HoverFormat.Html, CancellationToken.None);
        var lenses = CodeLenses.Of(desk.Document, desk.Readings);

        var changed = desk.Store.Change(Desk.Uri, 2, [new ContentChange { Text = "gone" }]);
        Assert.IsNotNull(changed);
        var following = watch.ChangedAsync(changed);
        gate.SetResult();

        var hover = await asked;
        Assert.AreEqual(new TextRange(new(2, 1), new(2, 2)), hover?.Range);
        Assert.HasCount(2, lenses);
        await watch.ClosedAsync(changed);
        await following;
    }

    [TestMethod]
    public async Task What_nobody_waits_for_is_put_off_while_somebody_waits()
    {
        var time = new StoppedTime();
        var attention = new Attention(time);
        var held = attention.Hold();
        var pass = attention.PassAsync(CancellationToken.None);
        Assert.IsFalse(pass.IsCompleted);

        held.Dispose();
        while (!pass.IsCompleted)
        {
            time.Fire();
            await Task.Yield();
        }

        await pass;
    }

    [TestMethod]
    public async Task Answers_are_remembered_until_a_file_of_their_model_changes()
    {
        using var model = new WordModel();
        var inner = new DirectRunner();
        var runner = new RememberingRunner(inner, () => new LanguageSettings());
        var request = new TokenizeRequest { Method = "tokenize", Model = model.Path, Text = "the cat" };
        var first = await runner.RunAsync(request, CancellationToken.None);
        Assert.AreSame(first, await runner.RunAsync(request, CancellationToken.None));
        Assert.AreEqual(1, inner.Runs);

        File.SetLastWriteTimeUtc(model.Weights, new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.AreNotSame(first, await runner.RunAsync(request, CancellationToken.None));
        Assert.AreEqual(2, inner.Runs);
    }

    private sealed class Editor : IEditor
    {
        private int refreshed;

        public ConcurrentQueue<IReadOnlyList<Diagnostic>> Told { get; } = new();

        public ConcurrentQueue<int> Versions { get; } = new();

        public int Refreshed => refreshed;

        public Task PublishAsync(string uri, int version, IReadOnlyList<Diagnostic> diagnostics)
        {
            Versions.Enqueue(version);
            Told.Enqueue(diagnostics);
            return Task.CompletedTask;
        }

        public Task RefreshAsync(CancellationToken cancel)
        {
            Interlocked.Increment(ref refreshed);
            return Task.CompletedTask;
        }
    }
}
