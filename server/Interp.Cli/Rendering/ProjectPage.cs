using System.Globalization;
using Interp.Contracts;
using Interp.Figures;

namespace Interp.Cli.Rendering;

/// <summary>Vectors in words: what each raises and lowers.</summary>
internal static class ProjectPage
{
    /// <summary>Writes the page.</summary>
    public static void Write(ProjectResult result, IPage page)
    {
        PageHead.Write(result, page);
        foreach (var (index, vector) in result.Vectors.Index())
        {
            if (index > 0)
            {
                page.Line();
            }

            WriteVector(vector, result, page);
        }
    }

    /// <summary>What a vector is, in words.</summary>
    public static string Name(VectorChoice vector, IReadOnlyList<TokenInfo>? tokens)
    {
        var at = vector.Position is int position ? " at " + PageHead.Position(tokens, position) : "";
        var number = vector switch
        {
            { Kind: "head" or "headSource" } => Dotted(vector.Layer, vector.Head),
            { Kind: "attnValue" or "attnKey" } => Dotted(vector.Layer, vector.Head, vector.Neuron),
            { Kind: "tap" } => vector.Name ?? "",
            { Kind: "embedding" } => "#" + Text(vector.Token),
            { Kind: "explicit" } => "vector",
            _ => Dotted(vector.Layer, vector.Neuron),
        };
        var source = vector.Source is int from ? " from " + PageHead.Position(tokens, from) : "";
        return $"{vector.Kind} {number}{(vector.Branch is { } branch ? " " + branch : "")}{source}{at}";
    }

    private static void WriteVector(ProjectedVector projected, ProjectResult result, IPage page)
    {
        var facts = new List<Piece> { Piece.Strong(Name(projected.Vector, result.Tokens)), Piece.Dim("mode " + projected.Mode), Piece.Dim("norm " + NumberText.Norm(projected.Norm)) };
        if (projected.Entropy is double entropy)
        {
            facts.Add(Piece.Dim($"entropy {NumberText.Nats(entropy)} bits"));
        }

        if (projected.Target is { } target)
        {
            facts.Add($"{TokenLabel.Of(target.Text)} {NumberText.Score(target.Value)}, rank {NumberText.Count(target.Rank)}");
        }

        page.Facts([.. facts]);
        var labels = new TokenLabels(projected.Top.Concat(projected.Bottom).Select(token => (token.Id, token.Text)));
        var table = new TextTable(Column.Numbers("id"), new("raises"), Column.Numbers("value"), Column.Numbers("id"), new("lowers"), Column.Numbers("value"));
        for (var i = 0; i < Math.Max(projected.Top.Count, projected.Bottom.Count); i++)
        {
            table.Add([.. Cells(projected.Top.ElementAtOrDefault(i), labels, Tone.Raises), .. Cells(projected.Bottom.ElementAtOrDefault(i), labels, Tone.Lowers)]);
        }

        page.Table(table);
    }

    private static Piece[] Cells(TokenValue? token, TokenLabels labels, Tone tone) => token is null
        ? ["", "", ""]
        : [Piece.Number(Text(token.Id), Tone.Dim), labels.Of(token.Id, token.Text), Piece.Number(NumberText.Score(token.Value), token.Value == 0 ? Tone.Plain : tone)];

    private static string Dotted(params int?[] parts) => string.Join('.', parts.Where(part => part is not null).Select(Text));

    private static string Text(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
