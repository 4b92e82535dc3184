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
        var request = BlockMembers.Ask(new ForwardRequest { Method = "forward", Positions = [block.Position], Top = 1, Taps = [name] }, block, context);
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
        return sources.Length > 0 ? sources : throw NoSuchToken(text ?? "", [.. tokens.Take(query + 1).Select(token => token.Text)]);
    }

    private static InterpException NoSuchToken(string text, string[] tokens)
    {
        var message = $"The prompt has no token {JsonStrings.Of(text)} up to position {tokens.Length - 1}.";
        var meant = text.StartsWith(' ') ? text[1..] : " " + text;
        return tokens.Contains(meant)
            ? new InterpException(ErrorKind.OutOfRange, message, $"Did you mean {JsonStrings.Of(meant)}?", new() { ["nearest"] = JsonStrings.Of(meant) })
            : new InterpException(ErrorKind.OutOfRange, message, $"Its tokens are {string.Join(", ", tokens.Take(MostNamed).Select(JsonStrings.Of))}{(tokens.Length > MostNamed ? ", …" : "")}.");
    }

    private const int MostNamed = 12;
}
