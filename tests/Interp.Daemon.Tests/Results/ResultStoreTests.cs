using System.Text;
using System.Text.Json;
using Interp.Contracts;
using Interp.Daemon.Results;

namespace Interp.Daemon.Tests.Results;

[TestClass]
public sealed class ResultStoreTests
{
    [TestMethod]
    public void The_least_recently_used_goes_first_when_the_budget_is_spent()
    {
        var store = new ResultStore();
        store.Use(100);
        var first = store.Keep("first", 40);
        var second = store.Keep("second", 40);
        Assert.AreEqual("first", store.Get<string>(first));

        store.Keep("third", 40);

        Assert.AreEqual("first", store.Find(first));
        Assert.IsNull(store.Find(second));
        Assert.AreEqual(80, store.Bytes);
        Assert.AreEqual(ErrorKind.ResultExpired, Assert.ThrowsExactly<InterpException>(() => store.Get<string>(second)).Kind);
    }

    [TestMethod]
    public void Something_larger_than_the_budget_is_kept_alone()
    {
        var store = new ResultStore();
        store.Use(10);
        store.Keep("small", 5);

        var large = store.Keep("large", 1000);

        Assert.AreEqual("large", store.Find(large));
        Assert.AreEqual(1000, store.Bytes);
    }

    [TestMethod]
    public void What_is_released_or_kept_anew_is_counted_once()
    {
        var store = new ResultStore();
        store.Keep("key", "old", 10);
        store.Keep("key", "new", 20);
        Assert.AreEqual(20, store.Bytes);
        Assert.IsTrue(store.Release("key"));
        Assert.IsFalse(store.Release("key"));
        Assert.AreEqual(0, store.Bytes);
    }

    [TestMethod]
    public void A_large_tensor_stands_as_a_handle_and_a_small_one_as_it_is()
    {
        var store = new ResultStore();
        var json = new ResultJson(store);

        var small = Encoding.UTF8.GetString(json.Of(Forward(ResultJson.LargestTensor)).Utf8.Span);
        Assert.AreEqual(JsonSerializer.Serialize(Forward(ResultJson.LargestTensor), InterpJsonContext.Default.ForwardResult), small);

        using var large = JsonDocument.Parse(json.Of(Forward(ResultJson.LargestTensor + 1)).Utf8);
        var tensor = large.RootElement.GetProperty("taps").GetProperty("t");
        Assert.IsFalse(tensor.TryGetProperty("data", out _));
        Assert.HasCount(ResultJson.LargestTensor + 1, store.Get<KeptTensor>(tensor.GetProperty("handle").GetString() ?? "").Data);
    }

    private static ForwardResult Forward(int numbers) => new()
    {
        Method = "forward",
        Warnings = [],
        Settings = new ForwardSettings { Taps = ["t"], Positions = [], Top = 1 },
        Taps = new Dictionary<string, TensorData> { ["t"] = new() { Shape = [numbers], Data = [.. Enumerable.Range(0, numbers).Select(index => index / 7f)] } },
    };
}
