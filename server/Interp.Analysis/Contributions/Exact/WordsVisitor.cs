using Interp.Runtime;

namespace Interp.Analysis.Contributions;

/// <summary>Keeps the tokens that every entry of a batch raises most and lowers most.</summary>
internal sealed class WordsVisitor(EntryIndex index, float[] factors, int count, int workers) : ITileVisitor
{
    private readonly TokenEnd?[,] raised = new TokenEnd?[workers, factors.Length];
    private readonly TokenEnd?[,] lowered = new TokenEnd?[workers, factors.Length];

    /// <inheritdoc/>
    public void Visit(int worker, int firstRow, int rows, int firstToken, int tokens, Span<float> values)
    {
        var (first, entries) = index.OfRows(firstRow, rows);
        for (var place = first; place < first + entries; place++)
        {
            var entry = index.Number(place);
            var line = values.Slice((index.Row(place) - firstRow) * tokens, tokens);
            var up = raised[worker, entry] ??= new TokenEnd(count);
            var down = lowered[worker, entry] ??= new TokenEnd(count);
            for (var token = 0; token < line.Length; token++)
            {
                // Adding 0 turns -0 into 0.
                var value = (factors[entry] * line[token]) + 0f;
                up.Offer(value, firstToken + token);
                down.Offer(-value, firstToken + token);
            }
        }
    }

    /// <summary>Tokens with the greatest values of an entry, greatest first, equal values by id.</summary>
    public (int Token, float Value)[] Raised(int entry) => Merge(raised, entry, 1);

    /// <summary>Tokens with the smallest values of an entry, smallest first, equal values by id.</summary>
    public (int Token, float Value)[] Lowered(int entry) => Merge(lowered, entry, -1);

    private (int Token, float Value)[] Merge(TokenEnd?[,] ends, int entry, float sign)
    {
        var whole = new TokenEnd(count);
        for (var worker = 0; worker < workers; worker++)
        {
            foreach (var (token, value) in ends[worker, entry]?.Tokens ?? [])
            {
                whole.Offer(value, token);
            }
        }

        return [.. whole.Tokens.Select(item => (item.Token, (sign * item.Value) + 0f))];
    }
}

/// <summary>The tokens with the greatest values so far; equal values by id.</summary>
internal sealed class TokenEnd(int count)
{
    private readonly List<(int Token, float Value)> tokens = new(count);
    private float least = float.PositiveInfinity;

    /// <summary>Greatest first.</summary>
    public IReadOnlyList<(int Token, float Value)> Tokens => tokens;

    /// <summary>Considers a token.</summary>
    public void Offer(float value, int token)
    {
        if (count == 0 || (tokens.Count == count && value < least))
        {
            return;
        }

        var place = tokens.Count;
        while (place > 0 && (tokens[place - 1].Value < value || (tokens[place - 1].Value == value && tokens[place - 1].Token > token)))
        {
            place--;
        }

        if (place == count)
        {
            return;
        }

        if (tokens.Count == count)
        {
            tokens.RemoveAt(count - 1);
        }

        tokens.Insert(place, (token, value));
        least = tokens[^1].Value;
    }
}
