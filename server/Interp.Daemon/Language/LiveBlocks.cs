using Interp.Daemon.Documents;
using Interp.Figures;

namespace Interp.Daemon.Language;

/// <summary>The blocks that an editor is shown something of unasked. In a document of very many blocks these are the first ones, so that every answer stays small.</summary>
internal static class LiveBlocks
{
    /// <summary>The most blocks with code lenses, hints, problems that the model finds, and a place in the outline.</summary>
    public const int Most = 1000;

    public static IEnumerable<PromptBlock> Of(OpenDocument document) => document.Document.Blocks.Take(Most);

    /// <summary>Says what is left out; null where nothing is.</summary>
    public static DocumentProblem? LeftOut(OpenDocument document)
    {
        var blocks = document.Document.Blocks;
        return blocks.Count <= Most ? null : new DocumentProblem
        {
            Range = blocks[Most].Header ?? blocks[Most].Range,
            Message = $"Only the first {NumberText.Count(Most)} of {NumberText.Count(blocks.Count)} prompts have code lenses, hints and a place in the outline.",
            Hint = "Hovers and Explain work in all of them; put the rest into a document of their own for more.",
            Code = "manyPrompts",
            Severity = ProblemSeverity.Information,
        };
    }
}
