using System.Text.Json;
using Interp.Contracts;
using Interp.Daemon.Life;
using Interp.Daemon.Methods;
using Interp.Daemon.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Interp.Daemon.Tests.Language;

/// <summary>Documents through the methods of the daemon, as a client calls them.</summary>
[TestClass]
public sealed class ServedTests
{
    private const string Uri = "untitled:a.interp";

    [TestMethod]
    public async Task R95_tokenize_by_the_document_reads_what_the_editor_has()
    {
        await using var served = new Served();
        await served.OpenAsync("let x = \"😀\";");
        await served.TellAsync("textDocument/didChange", $$$"""{"textDocument":{"uri":"{{{Uri}}}","version":2},"contentChanges":[{"range":{"start":{"line":0,"character":0},"end":{"line":0,"character":13}},"text":"a"}]}""");
        var tokens = (await served.AskAsync("interp/tokenize", $$$"""{"document":{"uri":"{{{Uri}}}","block":0}}""")).GetProperty("tokens");
        Assert.AreEqual("a", string.Concat(tokens.EnumerateArray().Select(token => token.GetProperty("text").GetString())));
    }

    [TestMethod]
    public async Task A_request_by_document_has_what_the_block_says_and_its_own_members_go_first()
    {
        await using var served = new Served();
        await served.OpenAsync("@lens frozen\n### a\nx\n### b\n@target \" Paris\"\n@contrast \" London\"\n@top 2\n\nThe capital of France is\n");
        var settings = (await served.AskAsync("interp/lens", $$$"""{"document":{"uri":"{{{Uri}}}","block":1},"positions":[-1],"top":1}""")).GetProperty("settings");
        Assert.AreEqual("frozen", settings.GetProperty("mode").GetString());
        Assert.AreEqual(7042, settings.GetProperty("target").GetInt32());
        Assert.AreEqual(4528, settings.GetProperty("contrast").GetInt32());
        Assert.AreEqual(1, settings.GetProperty("top").GetInt32());
    }

    [TestMethod]
    public async Task A_block_that_is_not_there_is_refused_by_its_member()
    {
        await using var served = new Served();
        await served.OpenAsync("x");
        var refusal = await Assert.ThrowsExactlyAsync<InterpException>(() => served.AskAsync("interp/lens", $$$"""{"document":{"uri":"{{{Uri}}}","block":3}}"""));
        Assert.AreEqual("document.block", (string?)refusal.Facts?["member"]);
        await Assert.ThrowsExactlyAsync<InterpException>(() => served.AskAsync("interp/document", """{"textDocument":{"uri":"untitled:other"}}"""));
    }

    [TestMethod]
    public async Task The_document_method_takes_a_position_and_gives_tokens_there()
    {
        await using var served = new Served();
        await served.OpenAsync("### a\n\nThe 😀 is\n");
        var answer = await served.AskAsync("interp/document", $$$"""{"textDocument":{"uri":"{{{Uri}}}"},"position":{"line":2,"character":1}}""");
        var block = answer.GetProperty("blocks")[0];
        Assert.AreEqual("The 😀 is", block.GetProperty("request").GetProperty("text").GetString());
        Assert.AreEqual(9, block.GetProperty("tokens").EnumerateArray().Last().GetProperty("range").GetProperty("end").GetProperty("character").GetInt32());
        Assert.AreEqual(1, answer.GetProperty("version").GetInt32());
    }

    [TestMethod]
    public async Task Questions_about_documents_that_are_not_open_have_no_answer()
    {
        await using var served = new Served();
        foreach (var method in new[] { "codeLens", "documentSymbol", "foldingRange" })
        {
            Assert.AreEqual(JsonValueKind.Undefined, (await served.AskAsync($"textDocument/{method}", """{"textDocument":{"uri":"untitled:none"},"more":1}""")).ValueKind);
        }
    }

    [TestMethod]
    public async Task The_page_of_a_block_holds_its_result_where_the_views_are_and_is_refused_where_they_are_not()
    {
        var views = Path.Combine(AppContext.BaseDirectory, "views");
        await using var served = new Served();
        await served.OpenAsync("The capital of France is\n");
        var request = $$$$"""{"request":{"method":"lens","positions":[-1],"top":1,"document":{"uri":"{{{{Uri}}}}","block":0}}}""";

        var refusal = await Assert.ThrowsExactlyAsync<InterpException>(() => served.AskAsync("interp/html", request));
        Assert.AreEqual(ErrorKind.FileProblem, refusal.Kind);
        Directory.CreateDirectory(views);
        try
        {
            await File.WriteAllTextAsync(Path.Combine(views, "lens.js"), "show()");
            await File.WriteAllTextAsync(Path.Combine(views, "lens.css"), "");
            var page = (await served.AskAsync("interp/html", request)).GetProperty("html").GetString();
            StringAssert.Contains(page, "<script>show()</script>");
            StringAssert.Contains(page, "\"text\":\"The capital of France is\"");
            var open = request.Insert(1, "\"opened\":{\"state\":7},");
            StringAssert.Contains((await served.AskAsync("interp/html", open)).GetProperty("html").GetString(), "\"opened\":{\"state\":7}");
        }
        finally
        {
            Directory.Delete(views, recursive: true);
        }
    }

    [TestMethod]
    public async Task A_provider_that_is_not_there_is_said_when_the_model_is_loaded_and_a_block_that_names_another_is_served()
    {
        await using var served = new Served();
        await served.TellAsync("workspace/didChangeConfiguration", """{"settings":{"interp":{"provider":"directml"}}}""");
        var refusal = await Assert.ThrowsExactlyAsync<InterpException>(() => served.AskAsync("interp/loadModel", """{"model":"tiny/llama-gqa"}"""));
        Assert.AreEqual(ErrorKind.ProviderUnavailable, refusal.Kind);
        Assert.AreEqual("directml", (string?)refusal.Facts?["provider"]);
        await Assert.ThrowsExactlyAsync<InterpException>(() => served.AskAsync("interp/lens", """{"model":"tiny/llama-gqa","ids":[1]}"""));
        await served.AskAsync("interp/lens", """{"model":"tiny/llama-gqa","ids":[1],"provider":"cpu"}""");

        await served.TellAsync("workspace/didChangeConfiguration", """{"settings":{"interp":{"provider":"cpu"}}}""");
        await served.AskAsync("interp/loadModel", """{"model":"tiny/llama-gqa"}""");
    }

    [TestMethod]
    public async Task R107_twenty_more_results_push_out_the_oldest_and_stay_within_the_budget()
    {
        await using var served = new Served();
        await served.TellAsync("workspace/didChangeConfiguration", """{"settings":{"interp":{"memoryBudget":1}}}""");
        var handles = new List<string>();
        for (var run = 0; run < 21; run++)
        {
            var ids = string.Join(',', Enumerable.Range(run, 100));
            var answer = await served.AskAsync("interp/forward", $$"""{"model":"tiny/llama-gqa","ids":[{{ids}}],"taps":["blocks.*.hook_resid_post"]}""");
            handles.Add(answer.GetProperty("taps").GetProperty("blocks.2.hook_resid_post").GetProperty("handle").GetString() ?? "");
            var memory = await served.AskAsync("interp/memory", "{}");
            Assert.IsLessThanOrEqualTo(1L << 20, memory.GetProperty("budget").GetInt64());
            Assert.IsLessThanOrEqualTo(memory.GetProperty("budget").GetInt64(), memory.GetProperty("kept").GetInt64());
        }

        Assert.AreEqual(48, (await ReadAsync(handles[^1])).GetProperty("shape")[1].GetInt32(), "what is shown last can be read on");
        Assert.AreEqual(ErrorKind.ResultExpired, (await Assert.ThrowsExactlyAsync<InterpException>(() => ReadAsync(handles[0]))).Kind);

        Task<JsonElement> ReadAsync(string handle) =>
            served.AskAsync("interp/readTile", $$"""{"handle":"{{handle}}","start":[99,0],"count":[1,48],"dtype":"float32"}""");
    }

    private sealed class Served : IAsyncDisposable
    {
        private readonly ServiceProvider provider;
        private readonly MethodTable methods;

        public Served()
        {
            var services = new ServiceCollection();
            DaemonServices.Add(services, TestDaemon.Options);
            provider = services.BuildServiceProvider();
            methods = provider.GetRequiredService<MethodTable>();
        }

        public Task<JsonElement> OpenAsync(string text) =>
            TellAsync("textDocument/didOpen", $$$"""{"textDocument":{"uri":"{{{Uri}}}","languageId":"interp","version":1,"text":{{{JsonSerializer.Serialize(text)}}}}}""");

        public Task<JsonElement> TellAsync(string method, string json) => AskAsync(method, json);

        public async Task<JsonElement> AskAsync(string method, string json)
        {
            using var arguments = JsonDocument.Parse(json);
            var call = new Call { Cancel = CancellationToken.None, Params = arguments.RootElement };
            var answer = await methods.Entries.Single(entry => entry.Name == method).Start(arguments.RootElement, call);
            if (answer is null)
            {
                return default;
            }

            using var read = JsonDocument.Parse(answer.Utf8);
            return read.RootElement.Clone();
        }

        /// <summary>What still reads the documents ends before the models are closed.</summary>
        public async ValueTask DisposeAsync()
        {
            await provider.GetRequiredService<Lifetime>().DrainAsync("the test is over");
            await provider.DisposeAsync();
        }
    }
}
