using Interp.Contracts;
using Interp.Models;
using Interp.Runtime.Tests.Support;
using Microsoft.ML.OnnxRuntime;

namespace Interp.Runtime.Tests;

/// <summary>The exported file under a plain session of ONNX Runtime, as others would run it.</summary>
[TestClass]
public sealed class OnnxExportTests
{
    private static readonly RandomModel[] Kinds =
    [
        new() { Window = 3, Layers = 3 },
        new() { Norm = NormKind.Layer, Gated = false, Activation = Activation.GeluTanh, RotaryDimensions = 0, LearnedPositions = true, PositionOffset = 2, Biases = true },
        new() { Order = BlockOrder.Parallel, Tied = false, RotaryDimensions = 2, HeadNorms = true, LogitCap = 3, ScoreCap = 2, EmbeddingScale = 3, BranchNorms = true },
        new() { Causal = false, Order = BlockOrder.Post },
        new() { Layers = 4, RotaryByLayer = true },
        new()
        {
            Causal = false, Order = BlockOrder.Post, Norm = NormKind.Layer, Gated = false, RotaryDimensions = 0, LearnedPositions = true, PadId = 2, Vocabulary = 6,
            TypeCount = 2, EmbeddingNorm = true, HeadActivation = Activation.GeluErf, Biases = true,
        },
    ];

    [TestMethod]
    [DataRow(long.MaxValue)]
    [DataRow(0L)]
    public void Exported_graph_gives_the_taps_of_the_engine(long mostInline)
    {
        foreach (var kind in Kinds)
        {
            using var folder = new Folder();
            using var model = kind.Build();
            var files = OnnxExport.Write(model, folder.File("model.onnx"), mostInline, null, CancellationToken.None);
            Assert.HasCount(mostInline == 0 ? 2 : 1, files);
            CollectionAssert.AreEquivalent(files.Select(file => file.Path).ToArray(), Directory.GetFiles(folder.Path));
            foreach (var (path, bytes) in files)
            {
                Assert.AreEqual(new FileInfo(path).Length, bytes);
            }

            CompareWithEngine(kind, model, folder.File("model.onnx"));
        }
    }

    [TestMethod]
    public void Cancelled_export_leaves_the_old_file_and_nothing_else()
    {
        using var folder = new Folder();
        using var model = new RandomModel().Build();
        using var source = new CancellationTokenSource();
        File.WriteAllText(folder.File("model.onnx"), "old");
        var progress = new CancelOnReport(source);
        Assert.ThrowsExactly<OperationCanceledException>(() => OnnxExport.Write(model, folder.File("model.onnx"), progress, source.Token));
        Assert.AreEqual("old", File.ReadAllText(folder.File("model.onnx")));
        Assert.HasCount(1, Directory.GetFiles(folder.Path));
    }

    [TestMethod]
    public void Folder_that_is_not_there_is_a_file_problem()
    {
        using var folder = new Folder();
        using var model = new RandomModel().Build();
        var failure = Assert.ThrowsExactly<InterpException>(() => OnnxExport.Write(model, folder.File("none/model.onnx"), null, CancellationToken.None));
        Assert.AreEqual(ErrorKind.FileProblem, failure.Kind);
    }

    private static void CompareWithEngine(RandomModel kind, Model model, string path)
    {
        using var engine = new Engine(model, threads: 1);
        var ids = Prompts.Random(9, model.Weights.Embedding.Rows, 5);
        var types = kind.TypesOf(ids.Length);
        using var pass = engine.Forward(ModelInput.Tokens(ids, types), Compare.AllTaps(model), null, CancellationToken.None);
        using var session = new InferenceSession(path);
        CollectionAssert.AreEqual(pass.Names.ToArray(), session.OutputNames.ToArray());
        using var input = OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(ids, id => (long)id), [ids.Length]);
        using var typeInput = OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(types ?? new int[ids.Length], type => (long)type), [ids.Length]);
        using var options = new RunOptions();
        string[] names = types is null ? ["ids"] : ["ids", "type_ids"];
        OrtValue[] inputs = types is null ? [input] : [input, typeInput];
        using var outputs = session.Run(options, names, inputs, session.OutputNames);
        foreach (var (name, output) in session.OutputNames.Zip(outputs))
        {
            var values = output.GetTensorDataAsSpan<float>();
            Compare.Near(Array.ConvertAll(pass[name].Values.ToArray(), value => (double)value), values, name);
            CollectionAssert.AreEqual(pass[name].Shape.ToArray(), Array.ConvertAll(output.GetTensorTypeAndShape().Shape, size => (int)size), name);
        }
    }

    private sealed class Folder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("interp-test-").FullName;

        public string File(string name) => System.IO.Path.Combine(Path, name);

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }

    private sealed class CancelOnReport(CancellationTokenSource source) : IProgress<long>
    {
        public void Report(long value) => source.Cancel();
    }
}
