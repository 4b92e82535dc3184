using Interp.Contracts;

namespace Interp.Cli.Output.Lists;

/// <summary>The list that <c>--out</c> writes for each kind of result.</summary>
internal static class MainList
{
    /// <summary>The main list of <paramref name="result"/>.</summary>
    /// <exception cref="InterpException">NotAvailable: this result has none.</exception>
    public static EntryList Of(AnalysisResult result) => result switch
    {
        ForwardResult forward => Of(forward),
        TokenizeResult tokenize => Of(tokenize),
        LensResult lens => Of(lens),
        ProjectResult project => Of(project),
        ContributionsResult contributions => ContributionList.Of(contributions),
        _ => throw new InterpException(ErrorKind.NotAvailable, $"`{result.Method}` has no list.", "Write it as .json."),
    };

    private static EntryList Of(ForwardResult result)
    {
        var list = new EntryList("position", "id", "text", "logit", "logProb", "prob");
        foreach (var prediction in result.Predictions ?? [])
        {
            foreach (var token in prediction.Top)
            {
                list.Add(prediction.Position, token.Id, token.Text, token.Logit, token.LogProb, token.Prob);
            }
        }

        return list;
    }

    private static EntryList Of(TokenizeResult result)
    {
        var list = new EntryList("position", "id", "text", "start", "end");
        foreach (var (position, token) in (result.Tokens ?? []).Index())
        {
            list.Add(position, token.Id, token.Text, token.Start, token.End);
        }

        return list;
    }

    private static EntryList Of(LensResult result)
    {
        var list = new EntryList(
            "position", "row", "layer", "entropy", "id", "text", "logit", "logProb", "prob",
            "target.id", "target.text", "target.logProb", "target.prob", "target.rank",
            "contrast.id", "contrast.text", "contrast.logProb", "contrast.prob", "contrast.rank");
        foreach (var (column, cells) in result.Cells.Index())
        {
            foreach (var (row, cell) in cells.Index())
            {
                foreach (var token in cell.Top)
                {
                    list.Add(
                    [
                        result.Positions[column], result.Rows[row].Row, result.Rows[row].Layer, cell.Entropy,
                        token.Id, token.Text, token.Logit, token.LogProb, token.Prob,
                        .. Followed(cell.Target), .. Followed(cell.Contrast),
                    ]);
                }
            }
        }

        return list;
    }

    private static object?[] Followed(TokenRank? token) =>
        token is null ? new object?[5] : [token.Id, token.Text, token.LogProb, token.Prob, token.Rank];

    private static EntryList Of(ProjectResult result)
    {
        var list = new EntryList("vector", "kind", "layer", "head", "neuron", "name", "token", "position", "source", "branch", "mode", "list", "id", "text", "value");
        foreach (var (index, projected) in result.Vectors.Index())
        {
            var vector = projected.Vector;
            foreach (var (tail, token) in projected.Top.Select(token => ("top", token)).Concat(projected.Bottom.Select(token => ("bottom", token))))
            {
                list.Add(
                    index, vector.Kind, vector.Layer, vector.Head, vector.Neuron, vector.Name, vector.Token, vector.Position, vector.Source,
                    vector.Branch, projected.Mode, tail, token.Id, token.Text, token.Value);
            }
        }

        return list;
    }
}
