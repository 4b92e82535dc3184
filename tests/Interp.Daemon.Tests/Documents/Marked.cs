using Interp.Contracts;
using Interp.Daemon.Documents;

namespace Interp.Daemon.Tests.Documents;

/// <summary>Short ways to read documents in tests.</summary>
internal static class Marked
{
    /// <summary>A document of lines.</summary>
    public static InterpDocument Lines(params string[] lines) => InterpDocument.Parse(string.Join('\n', lines));

    /// <summary>The text that a range covers.</summary>
    public static string Covered(this InterpDocument document, TextRange range)
    {
        var start = document.Text.OffsetOf(range.Start);
        return document.Text.Text[start..document.Text.OffsetOf(range.End)];
    }

    /// <summary>The only problem of a document of one block with one directive.</summary>
    public static (DocumentProblem Problem, string Covered) ProblemOf(string directive)
    {
        var document = Lines("### block", directive, "", "prompt");
        Assert.HasCount(1, document.Problems, string.Join(" | ", document.Problems.Select(problem => problem.Message)));
        return (document.Problems[0], document.Covered(document.Problems[0].Range));
    }
}
