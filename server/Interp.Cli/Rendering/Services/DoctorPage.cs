using Interp.Contracts;
using Interp.Figures;

namespace Interp.Cli.Rendering.Services;

/// <summary>Page of <c>doctor</c>: problems last, where the eye ends.</summary>
internal static class DoctorPage
{
    /// <summary>Writes the page.</summary>
    public static void Write(DoctorResult result, IPage page)
    {
        WritePairs("versions", result.Versions, page);
        page.Line(Piece.Strong("providers"));
        var providers = new TextTable(new(""), new(""), new(""));
        foreach (var provider in result.Providers)
        {
            providers.Add(Piece.Dim(provider.Name), PageHead.Badge(provider.Badge), provider.Reason ?? provider.Device ?? "");
        }

        page.Table(providers);
        page.Line();
        page.Line(Piece.Strong("memory"));
        var memory = new TextTable(new(""), Column.Numbers(""));
        memory.Add(Piece.Dim("in all"), Piece.Number(NumberText.Bytes(result.Memory.Total)));
        memory.Add(Piece.Dim("available"), Piece.Number(NumberText.Bytes(result.Memory.Available)));
        memory.Add(Piece.Dim("of this program"), Piece.Number(NumberText.Bytes(result.Memory.Resident)));
        page.Table(memory);
        page.Line();
        WritePairs("folders", result.Folders, page);
        WriteProblems(result, page);
    }

    private static void WritePairs(string title, IReadOnlyDictionary<string, string> pairs, IPage page)
    {
        page.Line(Piece.Strong(title));
        var table = new TextTable(new(""), new(""));
        foreach (var (name, value) in pairs)
        {
            table.Add(Piece.Dim(name), value);
        }

        page.Table(table);
        page.Line();
    }

    private static void WriteProblems(DoctorResult result, IPage page)
    {
        if (result.Problems.Count == 0)
        {
            page.Facts(new Piece("✓ no problems found", Tone.Good));
        }

        foreach (var problem in result.Problems)
        {
            page.Facts(new Piece("! " + problem.Message, Tone.Caution), problem.Hint);
        }
    }
}
