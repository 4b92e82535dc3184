using Interp.Contracts;
using Interp.Figures;

namespace Interp.Cli.Rendering.Services;

/// <summary>Pages of <c>models list</c> and <c>models info</c>.</summary>
internal static class ModelPages
{
    /// <summary>One model a row.</summary>
    public static void WriteList(ModelListResult result, IPage page)
    {
        var table = new TextTable(new("name"), new("family"), new("format"), Column.Numbers("size"), new("source"), new("badge"), new("path"));
        foreach (var model in result.Models)
        {
            table.Add(Piece.Strong(model.Name), model.Family ?? "", model.Format, Piece.Number(NumberText.Bytes(model.Bytes)), model.Source, PageHead.Badge(model.Badge), Piece.Dim(model.Path));
        }

        page.Table(table);
    }

    /// <summary>One fact a row.</summary>
    public static void WriteInfo(ModelInfoResult result, IPage page)
    {
        var model = result.Model;
        var table = new TextTable(new(""), new(""));
        Add("name", Piece.Strong(model.Name));
        Add("badge", PageHead.Badge(result.Verified?.Badge ?? "unverified"));
        Add("family", model.Family);
        Add("path", result.Path);
        Add("format", result.Format);
        Add("files", string.Join(", ", result.Files.Select(file => $"{file.Name} ({NumberText.Bytes(file.Bytes)})")));
        Add("parameters", NumberText.Count(result.Parameters));
        Add("in memory", string.Join(", ", result.Precisions.Select(each =>
            $"{each.Precision} {NumberText.Bytes(each.Bytes)}{(each.Badge == "unverified" ? "" : $" ({each.Badge})")}")) + $"; auto is {result.AutoPrecision} now");
        Add("tensors", string.Join(", ", result.TensorTypes.Select(type => $"{NumberText.Count(type.Value)} {type.Key}")));
        Add("sizes", $"{NumberText.Count(model.Layers)} layers, width {NumberText.Count(model.Width)}, {NumberText.Count(model.Heads)} heads of {NumberText.Count(model.HeadWidth)} ({NumberText.Count(model.KvHeads)} key/value), " + (model.FfWidth is int neurons ? $"feed-forward {NumberText.Count(neurons)}" : "no feed-forward matrices"));
        Add("vocabulary", (model.Vocabulary is int tokens ? NumberText.Count(tokens) + (result.Tied ? ", unembedding tied to the embedding" : "") : "no head: no predictions")
            + (result.HasEmbeddings ? "" : "; no token embedding: no prompts"));
        Add("context", NumberText.Count(model.Context) + " tokens");
        Add("blocks", $"{model.Order}-norm ({result.Norm}), {result.Activation}, {result.Positions} positions");
        Add("tokenizer", result.Tokenizer is { } tokenizer ? $"{tokenizer.Kind}, {NumberText.Count(tokenizer.Size)} ids" : "none: token ids only");
        Add("can", string.Join(", ", result.Can.Where(method => IsTrue(method.Value)).Select(method => method.Key)));
        foreach (var (method, reason) in result.Can.Where(method => !IsTrue(method.Value)))
        {
            Add("cannot", $"{method}: {reason}");
        }

        foreach (var member in new[] { "source", "license", "notes" })
        {
            if (result.Card?[member] is { } text)
            {
                Add(member, text.ToString());
            }
        }

        page.Table(table);
        foreach (var warning in result.Warnings)
        {
            page.Facts(new Piece("!", Tone.Caution), new Piece(warning, Tone.Caution));
        }

        void Add(string name, Piece value) => table.Add(Piece.Dim(name), value);
    }

    /// <summary>What was removed, or would be.</summary>
    public static void WriteClean(CleanResult result, IPage page)
    {
        var table = new TextTable(new("file"), Column.Numbers("size"));
        foreach (var file in result.Files)
        {
            table.Add(file.Name, Piece.Number(NumberText.Bytes(file.Bytes)));
        }

        if (result.Files.Count > 0)
        {
            page.Table(table);
        }

        var count = NumberText.Count(result.Files.Count);
        page.Facts(
            new Piece(result.Removed ? $"{count} files removed" : $"{count} files would be removed"),
            Piece.Number(NumberText.Bytes(result.Bytes)),
            Piece.Dim(result.Folder ?? "the system has no cache folder"));
    }

    private static bool IsTrue(System.Text.Json.Nodes.JsonNode? value) => value is { } node && node.GetValueKind() == System.Text.Json.JsonValueKind.True;
}
