using Interp.Analysis;
using Interp.Contracts;
using Interp.Daemon.Documents;

namespace Interp.Daemon.Tests.Documents;

[TestClass]
public sealed class BlockMembersTests
{
    private static readonly InterpDocument Document = Marked.Lines(
        "@model ./m.gguf", "### a", "@target \" x\"", "@contrast 5", "@position 1", "@lens author", "@layers 3-5", "@top 7", "@precision f32",
        "@set contributions.words 3", "p");

    [TestMethod]
    [DataRow("lens", """{"method":"lens","text":"p","model":"/there/m.gguf","precision":"f32","target":" x","contrast":5,"mode":"author","top":7}""")]
    [DataRow("forward", """{"method":"forward","text":"p","model":"/there/m.gguf","precision":"f32","top":7}""")]
    [DataRow("contributions", """{"method":"contributions","text":"p","model":"/there/m.gguf","precision":"f32","target":" x","contrast":5,"position":1,"mode":"author","inLayers":[3,4,5],"words":3}""")]
    [DataRow("tokenize", """{"method":"tokenize","text":"p","model":"/there/m.gguf","precision":"f32"}""")]
    public void Each_method_gets_the_members_that_it_has(string method, string expected) =>
        Assert.AreEqual(expected, BlockMembers.Of(Document.Blocks[0], AnalysisRegistry.Find(method), new BlockContext { Folder = "/there", Model = "other" }).ToJsonString());

    [TestMethod]
    public void What_the_block_leaves_open_comes_from_the_context()
    {
        var block = Marked.Lines("### a", "p").Blocks[0];
        var request = BlockMembers.Request<LensRequest>(block, AnalysisRegistry.Find("lens"), new BlockContext { Model = "m", Provider = "cpu" });
        Assert.AreEqual("m", request.Model);
        Assert.AreEqual("cpu", request.Provider);
        Assert.IsNull(request.Target);
    }
}
