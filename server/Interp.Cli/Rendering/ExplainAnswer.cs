using Interp.Contracts;
using Interp.Figures;

namespace Interp.Cli.Rendering;

/// <summary>The head of an explanation on a terminal: the prompt with its analysed token marked, and what the model predicts.</summary>
internal sealed class ExplainAnswer(ExplainResult result, TerminalPage page)
{
    private const int PromptLines = 3;

    /// <summary>Writes prompt and prediction, on one line where they fit, and the question where it is not the obvious one.</summary>
    public void Write()
    {
        var prompt = PromptPieces();
        var answer = AnswerPieces();
        if (Block.WidthOf(prompt) + Block.WidthOf(answer) + 2 <= page.Width)
        {
            page.Line([.. prompt, "  ", .. answer]);
        }
        else
        {
            foreach (var line in Wrapped(prompt))
            {
                page.Line([.. line]);
            }

            page.Line([.. answer]);
        }

        if (ExplainPage.Question(result) is { Count: > 0 } question)
        {
            page.Facts([.. question]);
        }

        page.Line();
    }

    /// <summary>The prompt's tokens, the analysed one marked; of a long prompt those before it that fit into three lines.</summary>
    private List<Piece> PromptPieces()
    {
        var parts = PromptText.Of(result.Tokens ?? []);
        var position = result.Settings.Position;
        var pieces = parts.Select(part => new Piece(
            part.Label,
            part.First > position ? Tone.Dim : part.Last >= position ? Tone.Marked : Tone.Plain)).ToList();
        var dropped = 0;
        while (pieces.Count > 1 && parts[dropped].Last < position && Block.WidthOf(pieces) > (PromptLines * page.Width) - 24)
        {
            pieces.RemoveAt(0);
            dropped++;
        }

        return dropped == 0 ? pieces : [Piece.Dim($"… {NumberText.Count(parts[dropped].First)} tokens before … "), .. pieces];
    }

    private List<Piece> AnswerPieces()
    {
        var top = result.Predictions.SelectMany(prediction => prediction.Top).Take(ExplainPage.ShownPredictions).ToList();
        var labels = new TokenLabels(top.Select(token => (token.Id, token.Text)), TokenLabel.PictureLength);
        var pieces = new List<Piece> { Piece.Dim("→ ") };
        foreach (var (place, token) in top.Index())
        {
            var tone = place == 0 ? Tone.Strong : Tone.Plain;
            List<Piece> next =
            [
                place == 0 ? " " : "   ", new(labels.Of(token.Id, token.Text), tone),
                new(" " + NumberText.PercentWithUnit(token.Prob), place == 0 ? Tone.Strong : Tone.Dim),
            ];
            if (place > 0 && Block.WidthOf(pieces) + Block.WidthOf(next) > page.Width)
            {
                break;
            }

            pieces.AddRange(next);
        }

        return pieces;
    }

    private IEnumerable<List<Piece>> Wrapped(List<Piece> pieces)
    {
        var line = new List<Piece>();
        foreach (var piece in pieces)
        {
            if (line.Count > 0 && Block.WidthOf(line) + Block.WidthOf(piece.Text) > page.Width)
            {
                yield return line;
                line = [];
            }

            line.Add(piece);
        }

        yield return line;
    }
}
