using System.Globalization;
using System.Text.Json;
using Interp.Daemon.Tests.Support;

namespace Interp.Daemon.Tests.Life;

/// <summary>The end may come while models work: nothing is closed under them, and every request is answered once.</summary>
[TestClass]
public sealed class EndingTests
{
    // INTERP_STRESS_ROUNDS=300 looks longer.
    private static readonly int rounds = int.TryParse(Environment.GetEnvironmentVariable("INTERP_STRESS_ROUNDS"), CultureInfo.InvariantCulture, out var given) ? given : 25;

    private const string Uri = "untitled:a.interp";
    private const string Text = "### one\n@expect prob(\"cat\") > 0.01\n\nthe cat sat on a mat\n\n### two\n\nthe moon saw the cat and then it sat";

    [TestMethod]
    [DataRow("shutdown")]
    [DataRow("end of input")]
    [DataRow("signal")]
    [DataRow("unload")]
    [DataRow("threads")]
    public async Task No_moment_is_a_bad_one_for_the_end(string how)
    {
        using var model = new WordModel();
        for (var round = 0; round < rounds; round++)
        {
            using var daemon = new PipedDaemon();
            var asked = Ask(daemon, model.Path);
            List<JsonElement> answers = [.. Enumerable.Range(0, 1 + (round % 9)).Select(_ => daemon.Next())];
            asked = End(daemon, how, asked);

            answers.AddRange(await daemon.RestAsync());
            var (code, _) = await daemon.Ended;

            Assert.AreEqual(0, code, how);
            CollectionAssert.AreEqual(
                Enumerable.Range(1, asked).ToArray(),
                answers.Select(answer => answer.GetProperty("id").GetInt32()).Order().ToArray(),
                $"{how} {round}: every request is answered once");
            foreach (var error in answers.Where(answer => answer.TryGetProperty("error", out _)).Select(answer => answer.GetProperty("error")))
            {
                CollectionAssert.Contains(new[] { -32801, -32800, -32600 }, error.GetProperty("code").GetInt32(), error.GetRawText());
            }
        }
    }

    /// <summary>Quick and heavy requests; gives the number of the last.</summary>
    private static int Ask(PipedDaemon daemon, string model)
    {
        var id = 0;
        daemon.Send("initialize", $$$"""{"capabilities":{},"initializationOptions":{"model":{{{JsonSerializer.Serialize(model)}}}}}""", ++id);
        daemon.Send("initialized", "{}");
        daemon.Send("textDocument/didOpen", $$$"""{"textDocument":{"uri":"{{{Uri}}}","languageId":"interp","version":1,"text":{{{JsonSerializer.Serialize(Text)}}}}}""");
        daemon.Send("interp/contributions", """{"ids":[1,2,3,4,5,6,7,8],"score":"rank","levels":["ffNeurons"]}""", ++id);
        for (var character = 0; character < 8; character++)
        {
            daemon.Send("textDocument/hover", $$$"""{"textDocument":{"uri":"{{{Uri}}}"},"position":{"line":3,"character":{{{character * 3}}}}}""", ++id);
            daemon.Send("interp/lens", $$$"""{"ids":[1,2,3,{{{character}}}],"positions":[-1]}""", ++id);
            daemon.Send("textDocument/codeLens", $$$"""{"textDocument":{"uri":"{{{Uri}}}"}}""", ++id);
        }

        daemon.Send("interp/explain", """{"ids":[1,2,3]}""", ++id);
        return id;
    }

    private static int End(PipedDaemon daemon, string how, int asked)
    {
        switch (how)
        {
            case "shutdown":
                daemon.Send("shutdown", "{}", ++asked);
                daemon.Send("exit", "{}");
                return asked;
            case "signal":
                daemon.Signal();
                return asked;
            case "unload":
                for (var time = 0; time < 4; time++)
                {
                    daemon.Send("interp/unloadModel", "{}", ++asked);
                    daemon.Send("interp/lens", """{"ids":[3,2,1],"positions":[-1]}""", ++asked);
                }

                break;
            case "threads":
                for (var threads = 1; threads < 4; threads++)
                {
                    daemon.Send("workspace/didChangeConfiguration", $$$"""{"settings":{"interp":{"threads":{{{threads}}} } } }""");
                    daemon.Send("interp/lens", """{"model":"tiny/gpt2","ids":[3,2,1],"positions":[-1]}""", ++asked);
                }

                break;
            default:
                break;
        }

        daemon.EndInput();
        return asked;
    }
}
