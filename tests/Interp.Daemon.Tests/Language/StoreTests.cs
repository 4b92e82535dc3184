using Interp.Contracts;
using Interp.Daemon.Documents;
using Interp.Daemon.Language;
using Interp.Daemon.Language.Protocol;

namespace Interp.Daemon.Tests.Language;

[TestClass]
public sealed class StoreTests
{
    // R95: the copy stays what the editor has.
    [TestMethod]
    [DataRow("let x = \"😀\";", 0, 0, 0, 13, "a", "a", DisplayName = "R95 A character of two units before the end of a replaced line")]
    [DataRow("let x = \"😀\";", 0, 0, 1, 0, "a", "a", DisplayName = "R95 A range that ends at the line behind the last")]
    [DataRow("let x = \"😀\";", 0, 12, 7, 40, "a", "let x = \"😀\"a", DisplayName = "R95 A range that ends beyond the end")]
    [DataRow("let x = \"😀\";", 9, 9, 9, 9, "a", "let x = \"😀\";a", DisplayName = "R95 A range that begins beyond the end")]
    [DataRow("a\r\nb\r\nc", 0, 1, 1, 0, "", "ab\r\nc", DisplayName = "R95 A line break of two characters")]
    [DataRow("a\r\nb", 0, 5, 1, 0, "x", "axb", DisplayName = "R95 A character behind the end of its line stands before the line break")]
    [DataRow("a\nb\n", 1, 1, 2, 0, "", "a\nb", DisplayName = "R95 A range that ends on the empty last line")]
    [DataRow("山田😀", 0, 2, 0, 4, "!", "山田!", DisplayName = "R95 Characters beyond the basic plane")]
    public void R95_a_change_gives_what_the_editor_has(string text, int startLine, int startCharacter, int endLine, int endCharacter, string inserted, string expected)
    {
        var store = new DocumentStore();
        store.Open(new TextDocumentItem("u", "interp", 1, text));
        var changed = store.Change("u", 2, [new ContentChange { Range = new TextRange(new(startLine, startCharacter), new(endLine, endCharacter)), Text = inserted }]);
        Assert.AreEqual(expected, changed?.Text.Text);
        Assert.AreEqual(2, store.Get("u").Version);
    }

    [TestMethod]
    public void Changes_of_one_message_apply_one_after_the_other()
    {
        var store = new DocumentStore();
        store.Open(new TextDocumentItem("u", "interp", 1, "abc"));
        TextRange At(int start, int end) => new(new(0, start), new(0, end));
        store.Change("u", 2, [new ContentChange { Range = At(0, 1), Text = "xyz" }, new ContentChange { Range = At(3, 5), Text = "" }, new ContentChange { Range = At(1, 1), Text = "\n" }]);
        Assert.AreEqual("x\nyz", store.Get("u").Text.Text);
        store.Change("u", 3, [new ContentChange { Text = "whole" }]);
        Assert.AreEqual("whole", store.Get("u").Text.Text);
    }

    [TestMethod]
    [DataRow("interp", "untitled:a", DocumentKind.Interp)]
    [DataRow("markdown", "file:///a.md", DocumentKind.Markdown)]
    [DataRow("plaintext", "file:///a.interp", DocumentKind.Interp)]
    [DataRow("plaintext", "interp-selection:/1", DocumentKind.Prompt)]
    public void Language_and_name_say_how_a_document_is_read(string language, string uri, DocumentKind kind) =>
        Assert.AreEqual(kind, new DocumentStore().Open(new TextDocumentItem(uri, language, 1, "")).Kind);

    [TestMethod]
    public void The_folder_of_a_file_is_known_whatever_its_name()
    {
        Assert.AreEqual("/there/O'Brien Müller 山田", new DocumentStore().Open(new TextDocumentItem("file:///there/O%27Brien%20M%C3%BCller%20%E5%B1%B1%E7%94%B0/a.interp", "interp", 1, "")).Folder);
        Assert.IsNull(new DocumentStore().Open(new TextDocumentItem("untitled:Untitled-1", "interp", 1, "")).Folder);
    }

    [TestMethod]
    public void A_document_or_block_that_is_not_there_is_refused_with_what_is()
    {
        var store = new DocumentStore();
        store.Open(new TextDocumentItem("u", "interp", 1, "### a\nx\n### b\ny"));
        Assert.AreEqual("y", store.Get(new DocumentBlock { Uri = "u", Block = 1 }).Block.Prompt.Text);
        Assert.AreEqual(1, Assert.ThrowsExactly<InterpException>(() => store.Get(new DocumentBlock { Uri = "u", Block = 2 })).Facts?["last"]?.GetValue<int>());
        Assert.AreEqual(ErrorKind.OutOfRange, Assert.ThrowsExactly<InterpException>(() => store.Get("v")).Kind);
        store.Close("u");
        Assert.IsNull(store.Find("u"));
    }
}
