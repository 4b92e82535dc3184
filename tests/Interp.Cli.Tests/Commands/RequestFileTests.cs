using System.Text;
using System.Text.Json;
using Interp.Cli.Verbs;
using Interp.Contracts;

namespace Interp.Cli.Tests.Commands;

[TestClass]
public sealed class RequestFileTests
{
    [TestMethod]
    public void One_object_an_array_and_lines_are_told_apart()
    {
        Assert.AreEqual("1", Texts("{\n \"text\": \"1\"\n}\n"));
        Assert.AreEqual("1 2", Texts("[{\"text\": \"1\"},\n {\"text\": \"2\"}]"));
        Assert.AreEqual("1 2", Texts("{\"text\": \"1\"}\n{\"text\": \"2\"}"));
        Assert.AreEqual("1 2", Texts("\uFEFF\r\n{\"text\": \"1\"}\r\n \t\r\n\r\n{\"text\": \"2\"}\r\n"));
        Assert.AreEqual("", Texts("[]"));
        Assert.AreEqual("", Texts(""));
    }

    [TestMethod]
    public void A_line_that_is_no_JSON_fails_in_its_place_and_names_its_line()
    {
        var requests = Read("{\"text\": \"1\"}\n\nnonsense\n{\"text\": \"3\"}");

        Assert.HasCount(3, requests);
        var failure = Assert.ThrowsExactly<InterpException>(() => requests[1].Element());
        Assert.AreEqual(ErrorKind.SettingUnknown, failure.Kind);
        StringAssert.Contains(failure.Message, "Line 3 is no JSON");
        Assert.AreEqual("3", requests[2].Element().GetProperty("text").GetString());
    }

    [TestMethod]
    public void A_damaged_document_of_many_lines_is_one_failure()
    {
        var requests = Read("{\n  \"text\": \"1\",\n  \"top\": \n}");

        Assert.HasCount(1, requests);
        var failure = Assert.ThrowsExactly<InterpException>(() => requests[0].Element());
        StringAssert.Contains(failure.Message, "Line 4 is no JSON");
    }

    [TestMethod]
    public void A_line_that_is_no_UTF8_fails_in_its_place()
    {
        byte[] bytes = [.. "{\"text\": \"1\"}\n{\"text\": \""u8, 0xFF, .. "\"}\n"u8];

        var requests = RequestFile.Read(bytes, path: null);

        Assert.HasCount(2, requests);
        var failure = Assert.ThrowsExactly<InterpException>(() => requests[1].Element());
        Assert.AreEqual(ErrorKind.FileProblem, failure.Kind);
        StringAssert.Contains(failure.Message, "line 2 is no valid UTF-8: the byte at offset 10");
    }

    [TestMethod]
    public void A_model_path_that_begins_with_a_dot_is_relative_to_the_file()
    {
        var requests = RequestFile.Read(Encoding.UTF8.GetBytes("[{\"model\": \"./m.gguf\"}, {\"model\": \"../n\"}, {\"model\": \"name\"}, {\"model\": \"/a\"}, {\"model\": 3}]"), "/some/folder/file.json");

        Assert.AreEqual("/some/folder/m.gguf", requests[0].Element().GetProperty("model").GetString());
        Assert.AreEqual("/some/n", requests[1].Element().GetProperty("model").GetString());
        Assert.AreEqual("name", requests[2].Element().GetProperty("model").GetString());
        Assert.AreEqual("/a", requests[3].Element().GetProperty("model").GetString());
        Assert.AreEqual(JsonValueKind.Number, requests[4].Element().GetProperty("model").ValueKind);
    }

    private static string Texts(string file) => string.Join(' ', Read(file).Select(request => request.Element().GetProperty("text").GetString()));

    private static IReadOnlyList<FileRequest> Read(string file) => RequestFile.Read(Encoding.UTF8.GetBytes(file), path: null);
}
