using Interp.Contracts;
using Interp.Figures;

namespace Interp.Cli.Rendering;

/// <summary>An explanation without parts: the prompt with the analysed token marked, the prediction, and from which layer on it stands.</summary>
internal static class StoryPage
{
    /// <summary>Writes the page.</summary>
    public static void Write(ExplainResult result, LensStory story, IPage page)
    {
        PageHead.Write(result, page, Piece.Dim("lens " + result.Settings.Mode));
        if (page is TerminalPage terminal)
        {
            new ExplainAnswer(result, terminal).Write();
        }
        else
        {
            ExplainPage.WriteAnswer(result, page);
        }

        var target = result.Target;
        List<Piece> facts =
        [
            Piece.Strong(TokenLabel.Of(target.Text)),
            story.FirstFrom is int first ? $"first from {Depth(first)} on" : $"rank {NumberText.Count(target.ModelRank)} at the end",
        ];
        if (result.Contrast is { } contrast)
        {
            facts.Add(story.LeadsFrom is int leads ? $"above {TokenLabel.Of(contrast.Text)} from {Depth(leads)} on" : $"not above {TokenLabel.Of(contrast.Text)} at the end");
        }

        page.Facts([.. facts]);
        page.Facts(
            Piece.Dim("log-probability at the embedding"), Piece.Number(NumberText.Nats(target.LogProbEmbed)),
            Piece.Dim("at the end"), Piece.Number(NumberText.Nats(target.LogProbFinal)));
        page.Line();
        page.Line(
            Piece.Dim("next   "), new("interp lens", Tone.Verb), Piece.Dim(" … "), $"--positions {result.Settings.Position}",
            Piece.Dim(" shows what each layer would say   "), "--json", Piece.Dim(" for all numbers"));
    }

    private static string Depth(int row) => row == 0 ? "the embedding" : $"layer {NumberText.Count(row - 1)}";
}
