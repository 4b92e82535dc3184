using Interp.Contracts;
using Interp.Daemon.Documents;
using Interp.Daemon.Language;
using Interp.Daemon.Language.Protocol;
using Interp.Daemon.Tests.Documents;

namespace Interp.Daemon.Tests.Language;

/// <summary>The language features over one open document, with the default model.</summary>
internal sealed class Desk
{
    public const string Uri = "file:///there/a.interp";

    private readonly IRequestRunner runner;

    public Desk(string text, IRequestRunner? runner = null, string language = "interp", LanguageSettings? settings = null, TimeProvider? time = null)
    {
        Settings = settings ?? new LanguageSettings();
        this.runner = new RememberingRunner(runner ?? new DirectRunner(), () => Settings);
        Readings = new BlockReadings(this.runner, () => Settings);
        Reader = new HoverReader(this.runner, Readings, () => Settings, time ?? new StoppedTime());
        Store.Open(new TextDocumentItem(Uri, language, 1, text));
    }

    public DocumentStore Store { get; } = new();

    public BlockReadings Readings { get; }

    public HoverReader Reader { get; }

    public LanguageSettings Settings { get; set; }

    public OpenDocument Document => Store.Get(Uri);

    public IReadOnlyList<PromptBlock> Blocks => Document.Document.Blocks;

    /// <summary>Reads all blocks.</summary>
    public Desk Read(bool withScores = false)
    {
        foreach (var block in Blocks)
        {
            Readings.ReadAsync(new BlockPlace(Document, block), withScores, CancellationToken.None).GetAwaiter().GetResult();
        }

        return this;
    }

    public Hover? Hover(int line, int character, HoverFormat format = HoverFormat.Html) =>
        Reader.ReadAsync(Document, new TextPosition(line, character), format, CancellationToken.None).GetAwaiter().GetResult();

    public CompletionList Complete(int line, int character, params string[] models) =>
        new Completions(runner, () => Settings, () => models, new StoppedTime()).ReadAsync(Document, new TextPosition(line, character), CancellationToken.None).GetAwaiter().GetResult();

    public DocumentReader Documents => new(runner, Readings, () => Settings);
}
