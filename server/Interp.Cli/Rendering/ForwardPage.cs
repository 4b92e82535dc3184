using System.Globalization;
using Interp.Contracts;
using Interp.Figures;

namespace Interp.Cli.Rendering;

/// <summary>Predictions by position, and a summary of the taps.</summary>
internal static class ForwardPage
{
    /// <summary>Writes the page.</summary>
    public static void Write(ForwardResult result, IPage page)
    {
        PageHead.Write(result, page);
        if (result.Predictions is { Count: > 0 } predictions)
        {
            if (page.IsTerminal && predictions.Count > 1)
            {
                WriteInBrief(result, predictions, page);
            }
            else
            {
                WriteInFull(result, predictions, page);
            }
        }

        if (result.Taps is { Count: > 0 } taps)
        {
            page.Line();
            page.Table(TapTable(taps));
        }
    }

    private static void WriteInFull(ForwardResult result, IReadOnlyList<Prediction> predictions, IPage page)
    {
        var labels = new TokenLabels(predictions.SelectMany(prediction => prediction.Top).Select(token => (token.Id, token.Text)));
        var table = new TextTable(
            Column.Numbers("position"), new("token"), Column.Numbers("id"), new("next token"),
            Column.Numbers("probability %"), Column.Numbers("log-probability"), Column.Numbers("logit"));
        foreach (var prediction in predictions)
        {
            foreach (var token in prediction.Top)
            {
                table.Add(
                    Piece.Number(prediction.Position.ToString(CultureInfo.InvariantCulture)),
                    Token(result.Tokens, prediction.Position),
                    Piece.Number(token.Id.ToString(CultureInfo.InvariantCulture)),
                    Piece.Strong(labels.Of(token.Id, token.Text)),
                    Piece.Number(NumberText.Percent(token.Prob)),
                    Piece.Number(NumberText.Nats(token.LogProb)),
                    Piece.Number(NumberText.Nats(token.Logit)));
            }
        }

        page.Table(table);
    }

    /// <summary>One row a position with as many tokens as fit.</summary>
    private static void WriteInBrief(ForwardResult result, IReadOnlyList<Prediction> predictions, IPage page)
    {
        const int used = 28;
        const int perToken = TokenLabel.PictureLength + 10;
        var labels = new TokenLabels(predictions.SelectMany(prediction => prediction.Top).Select(token => (token.Id, token.Text)), TokenLabel.PictureLength);
        var fitting = Math.Max(1, (page.Width - used) / perToken);
        var shown = Math.Min(fitting, predictions.Max(prediction => prediction.Top.Count));
        var table = new TextTable([Column.Numbers("position"), new("token"), .. Enumerable.Range(0, shown).SelectMany(place => new[] { new Column(place == 0 ? "next token" : ""), Column.Numbers("%") })]);
        foreach (var prediction in predictions)
        {
            var cells = prediction.Top.Take(shown).SelectMany((token, place) => new[]
            {
                new Piece(labels.Of(token.Id, token.Text), place == 0 ? Tone.Strong : Tone.Plain),
                Piece.Number(NumberText.Percent(token.Prob), Tone.Dim),
            }).ToList();
            table.Add(
            [
                Piece.Number(prediction.Position.ToString(CultureInfo.InvariantCulture)), Token(result.Tokens, prediction.Position, TokenLabel.PictureLength),
                .. cells, .. Enumerable.Repeat(new Piece(""), (2 * shown) - cells.Count),
            ]);
        }

        page.Table(table);
        if (shown < predictions.Max(prediction => prediction.Top.Count))
        {
            page.Line(Piece.Dim("More tokens a position: --json, --out FILE.csv, or --positions with one position."));
        }
    }

    private static string Token(IReadOnlyList<TokenInfo>? tokens, int position, int longest = int.MaxValue) =>
        tokens is not null && position < tokens.Count ? TokenLabel.Of(tokens[position].Text, longest) : "";

    private static TextTable TapTable(IReadOnlyDictionary<string, TensorData> taps)
    {
        var table = new TextTable(new("tap"), new("shape"), Column.Numbers("smallest"), Column.Numbers("largest"), Column.Numbers("root mean square"));
        foreach (var (name, tensor) in taps)
        {
            var numbers = tensor.Data.Where(float.IsFinite).ToList();
            var square = numbers.Count == 0 ? 0 : Math.Sqrt(numbers.Sum(value => (double)value * value) / numbers.Count);
            table.Add(
                name,
                $"[{string.Join(", ", tensor.Shape.Select(size => size.ToString(CultureInfo.InvariantCulture)))}]",
                Piece.Number(NumberText.Norm(numbers.DefaultIfEmpty(0).Min())),
                Piece.Number(NumberText.Norm(numbers.DefaultIfEmpty(0).Max())),
                Piece.Number(NumberText.Norm(square)));
        }

        return table;
    }
}
