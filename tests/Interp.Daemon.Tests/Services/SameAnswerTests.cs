using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Interp.Analysis;
using Interp.Contracts;
using Interp.Daemon.Tests.Support;
using Interp.Runtime;
using StreamJsonRpc;

namespace Interp.Daemon.Tests.Services;

/// <summary>The same request gives the same answer, digit for digit, by the library, the command line and the daemon.</summary>
[TestClass]
public sealed class SameAnswerTests
{
    private static readonly string[] models = ["smollm2-135m-instruct", "tiny/gpt2", "tiny/llama-gqa"];

    private static readonly string[] folders = ["forward", "contributions"];

    [TestMethod]
    public async Task Golden_cases_are_answered_alike_by_library_command_line_and_daemon()
    {
        var cases = Cases();
        var byCommandLine = ByCommandLine(cases.Select(item => item.Request));
        using var library = new ModelStore(threads: 0);
        await using var daemon = await DaemonProcess.StartAsync().ConfigureAwait(false);

        for (var index = 0; index < cases.Count; index++)
        {
            var (name, request) = cases[index];
            var expected = Comparable(ByLibrary(request, library));
            Assert.AreEqual(expected, Comparable(byCommandLine[index]), $"{name} by the command line");
            Assert.AreEqual(expected, Comparable(await ByDaemonAsync(request, daemon).ConfigureAwait(false)), $"{name} by the daemon");
        }

        Assert.IsGreaterThan(50, cases.Count);
    }

    private static List<(string Name, JsonElement Request)> Cases()
    {
        var cases = new List<(string, JsonElement)>();
        foreach (var file in folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests", "golden", folder), "*.json")).Order(StringComparer.Ordinal))
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("request", out var request)
                && request.TryGetProperty("model", out var model) && models.Contains(model.GetString()))
            {
                cases.Add((Path.GetFileName(file), request.Clone()));
            }
        }

        return cases;
    }

    private static JsonNode ByLibrary(JsonElement request, ModelStore store)
    {
        try
        {
            var (analysis, read) = RequestReader.Read(request);
            var result = analysis.Run(read, new AnalysisContext { Models = store }, CancellationToken.None);
            return Node(JsonSerializer.SerializeToNode(result, analysis.ResultType));
        }
        catch (InterpException refusal)
        {
            return Refusal((int)refusal.Kind, refusal.Message);
        }
    }

    private static JsonNode[] ByCommandLine(IEnumerable<JsonElement> requests)
    {
        var file = Path.Combine(AppContext.BaseDirectory, $"same-answers-{Environment.ProcessId}.jsonl");
        File.WriteAllLines(file, requests.Select(request => JsonSerializer.Serialize(request)));
        var start = new ProcessStartInfo(DaemonProcess.Program, ["run", file, "--json"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("The program did not start.");
        var error = process.StandardError.ReadToEndAsync();
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        File.Delete(file);
        return [.. lines.Select(line => Node(JsonNode.Parse(line))).Select(answer => answer["error"] is { } failure
            ? Refusal(Node(failure["code"]).GetValue<int>(), Node(failure["message"]).GetValue<string>())
            : answer)];
    }

    private static async Task<JsonNode> ByDaemonAsync(JsonElement request, DaemonProcess daemon)
    {
        try
        {
            var answer = await daemon.CallAsync($"interp/{request.GetProperty("method").GetString()}", request).ConfigureAwait(false);
            var node = Node(JsonObject.Create(answer));
            await ReadHandlesAsync(node, daemon).ConfigureAwait(false);
            return node;
        }
        catch (RemoteInvocationException refusal)
        {
            return Refusal(refusal.ErrorCode, refusal.Message);
        }
    }

    /// <summary>Tensors under handles become what the command line writes.</summary>
    private static async Task ReadHandlesAsync(JsonNode node, DaemonProcess daemon)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list.OfType<JsonNode>())
            {
                await ReadHandlesAsync(item, daemon).ConfigureAwait(false);
            }
        }

        if (node is not JsonObject members)
        {
            return;
        }

        if (members.TryGetPropertyValue("handle", out var handle) && members["shape"] is JsonArray shape)
        {
            var numbers = await ReadAsync(Node(handle).GetValue<string>(), [.. shape.Select(length => Node(length).GetValue<int>())], daemon).ConfigureAwait(false);
            members.Remove("dtype");
            members.Remove("handle");
            members["data"] = Node(JsonSerializer.SerializeToNode(new TensorData { Shape = [], Data = numbers }, InterpJsonContext.Default.TensorData))["data"]?.DeepClone();
            return;
        }

        foreach (var (_, value) in members.Where(member => member.Value is JsonObject or JsonArray))
        {
            await ReadHandlesAsync(Node(value), daemon).ConfigureAwait(false);
        }
    }

    private static async Task<float[]> ReadAsync(string handle, int[] shape, DaemonProcess daemon)
    {
        var numbers = new List<float>();
        for (var first = 0; first < shape[0]; first++)
        {
            int[] start = [first, .. shape.Skip(1).Select(_ => 0)];
            int[] count = [1, .. shape.Skip(1)];
            var tile = await daemon.CallAsync("interp/readTile", JsonSerializer.SerializeToElement(new { handle, start, count })).ConfigureAwait(false);
            var bytes = tile.GetProperty("data").GetBytesFromBase64();
            numbers.AddRange(Enumerable.Range(0, bytes.Length / sizeof(float)).Select(index => BitConverter.ToSingle(bytes, index * sizeof(float))));
        }

        return [.. numbers];
    }

    /// <summary>The answer without how it was run.</summary>
    private static string Comparable(JsonNode answer)
    {
        (answer as JsonObject)?.Remove("run");
        return answer.ToJsonString();
    }

    private static JsonObject Refusal(int code, string message) => new() { ["refused"] = code.ToString(CultureInfo.InvariantCulture), ["message"] = message };

    private static JsonNode Node(JsonNode? node) => node ?? throw new AssertFailedException("There is no such value.");
}
