using System.Globalization;
using Interp.Analysis;
using Interp.Contracts;

namespace Interp.Daemon.Documents;

/// <summary>Reads how much a head attends, at the block's position.</summary>
internal sealed class AttentionReader(IRequestRunner runner, PromptBlock block, BlockContext context)
{
    /// <summary>The attention of a head to a token, summed over its positions up to the query, or to one position.</summary>
    /// <exception cref="InterpException">OutOfRange (head, layer, position, or a token that the prompt lacks), or what the request causes.</exception>
    public async Task<double> ReadAsync(AttentionMeasure measure, CancellationToken cancel)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"blocks.{measure.Head.Layer}.attn.hook_pattern");
        var common = BlockMembers.Common(block, context);
        var request = new ForwardRequest
        {
            Method = "forward",
            Model = common.Model,
            Text = common.Text,
            Provider = common.Provider,
            Precision = common.Precision,
            Edits = common.Edits,
            Positions = [block.Position],
            Top = 1,
            Taps = [name],
        };
        var result = (ForwardResult)await runner.RunAsync(request, cancel).ConfigureAwait(false);
        var pattern = result.Taps?[name] ?? throw new InvalidOperationException("The tap was asked for and is not there.");
        var head = Settings.Index("head", measure.Head.Index, pattern.Shape[0]);
        var length = pattern.Shape[1];
        var query = result.Settings.Positions[0];
        var row = pattern.Data.AsMemory(((head * length) + query) * length, length);
        return Sources(measure, result.Tokens ?? [], query, length).Sum(source => (double)row.Span[source]);
    }

    private static int[] Sources(AttentionMeasure measure, IReadOnlyList<TokenInfo> tokens, int query, int length)
    {
        if (measure.Position is int position)
        {
            return position >= -length && position < length
                ? [position < 0 ? position + length : position]
                : throw Settings.OutOfRange("position", position, -length, length - 1);
        }

        var text = measure.Token?.Text;
        int[] sources = [.. Enumerable.Range(0, query + 1).Where(index => tokens[index].Text == text)];
        return sources.Length > 0 ? sources : throw new InterpException(
            ErrorKind.OutOfRange,
            $"The prompt has no token {JsonStrings.Of(text ?? "")} up to position {query}.",
            $"Its tokens are {string.Join(", ", tokens.Take(Math.Min(query + 1, MostNamed)).Select(token => JsonStrings.Of(token.Text)))}{(query >= MostNamed ? ", …" : "")}.");
    }

    private const int MostNamed = 12;
}
