using System.Globalization;
using Interp.Contracts;
using Interp.Models;
using Interp.Runtime.Graphs;
using Onnx;

namespace Interp.Runtime;

/// <summary>Writes a model as one ONNX file that any runtime loads: token ids [T] in, every tap out.</summary>
public static class OnnxExport
{
    /// <summary>One protobuf message may not be longer; weights beyond it go into a file of their own.</summary>
    private const long MostInline = int.MaxValue - (64L << 20);

    /// <summary>
    /// Writes <paramref name="model"/> to <paramref name="path"/>. Models of more than 2 GB get a second file beside it, named
    /// <c>FILE.data</c>. Both are written under temporary names and moved when complete: a cancelled or failed export leaves nothing behind.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The <c>.onnx</c> file; replaced when it is there.</param>
    /// <param name="written">Told the number of weight bytes written.</param>
    /// <param name="cancel">Cancels within 16 MB of output.</param>
    /// <returns>The files with their sizes in bytes.</returns>
    /// <exception cref="InterpException">FileProblem: the folder is missing or cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IReadOnlyList<(string Path, long Bytes)> Write(Model model, string path, IProgress<long>? written, CancellationToken cancel) =>
        Write(model, path, MostInline, written, cancel);

    /// <summary>As the other; weights of more than <paramref name="mostInline"/> bytes go beside the file.</summary>
    internal static IReadOnlyList<(string Path, long Bytes)> Write(
        Model model, string path, long mostInline, IProgress<long>? written, CancellationToken cancel)
    {
        path = Path.GetFullPath(path);
        var weights = WeightNames.OfModel(model);
        var graph = Describe(model);
        var external = weights.Sum(weight => weight.Weight.Count * sizeof(float)) > mostInline;
        var dataPath = path + ".data";
        using var files = new PartialFiles(cancel);
        try
        {
            if (external)
            {
                var places = ExternalData.Write(files.Create(dataPath), weights, written, cancel);
                graph.Graph.Initializer.AddRange(ExternalData.References(weights, places, Path.GetFileName(dataPath)));
                OnnxFile.Write(files.Create(path), graph, [], null, cancel);
            }
            else
            {
                OnnxFile.Write(files.Create(path), graph, weights, written, cancel);
            }

            return files.Commit();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InterpException(
                ErrorKind.FileProblem,
                $"The file {path} cannot be written: {failure.Message}",
                "Choose a folder that exists, has room and can be written to.",
                new() { ["path"] = path, ["reason"] = failure.Message },
                failure);
        }
    }

    private static ModelProto Describe(Model model)
    {
        var graph = InstrumentedGraph.Build(model);
        graph.DocString = "Token ids in, every activation out, named as in TransformerLens. Masked attention scores are negative infinity.";
        foreach (var (key, value) in new Dictionary<string, string>
        {
            ["interp.model"] = model.Name,
            ["interp.family"] = model.Spec.Family,
            ["interp.context"] = model.Spec.Context.ToString(CultureInfo.InvariantCulture),
        })
        {
            graph.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        }

        return graph;
    }
}
