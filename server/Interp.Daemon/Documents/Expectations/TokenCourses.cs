using Interp.Contracts;

namespace Interp.Daemon.Documents;

/// <summary>A token through the layers at the block's position; the last cell of the mode <c>perLayer</c> is the model's own output.</summary>
/// <param name="Cells">One a layer.</param>
/// <param name="IsContrast">True where the token was the second of its request.</param>
internal sealed record TokenCourse(IReadOnlyList<LensCell> Cells, bool IsContrast)
{
    /// <summary>The token in a cell.</summary>
    public TokenRank Followed(LensCell cell) => (IsContrast ? cell.Contrast : cell.Target) ?? throw new InvalidOperationException("The lens did not follow the token.");
}

/// <summary>Reads tokens through the layers, two a run.</summary>
internal sealed class TokenCourses(IRequestRunner runner, PromptBlock block, BlockContext context)
{
    /// <summary>Tokens of every answer: as many as completion proposes.</summary>
    public const int Words = 10;

    private const string OwnMode = "perLayer";
    private readonly List<TokenChoice> asked = [];

    /// <summary>Notes the tokens that will be read, so that they can share runs.</summary>
    public void Ask(IEnumerable<Expectation> expectations) => asked.AddRange(expectations
        .Select(expectation => expectation.Measure is TokenMeasure measure ? measure.Token : expectation.Token)
        .OfType<TokenChoice>()
        .Distinct());

    /// <summary>The course of a token.</summary>
    /// <param name="token">One that was asked for.</param>
    /// <param name="inLayers">True reads it in the block's lens, false in the one whose last row is the model's output.</param>
    /// <param name="cancel">Cancels.</param>
    /// <exception cref="InterpException">What the request causes.</exception>
    public async Task<TokenCourse> ReadAsync(TokenChoice? token, bool inLayers, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(token);
        var mode = inLayers ? block.Lens ?? OwnMode : OwnMode;
        var index = asked.IndexOf(token);
        var first = index - (index % 2);
        if (first + 1 < asked.Count)
        {
            try
            {
                return await RunAsync(asked[first], asked[first + 1], index != first, mode, cancel).ConfigureAwait(false);
            }
            catch (InterpException failure) when (failure.Kind is ErrorKind.TargetNotOneToken or ErrorKind.OutOfRange)
            {
                // One of the two is at fault, or both are the same token: each is read alone.
            }
        }

        try
        {
            return await RunAsync(token, null, false, mode, cancel).ConfigureAwait(false);
        }
        catch (InterpException failure) when (failure.Message.StartsWith("`target`", StringComparison.Ordinal))
        {
            throw new InterpException(failure.Kind, string.Concat("Its token", failure.Message.AsSpan("`target`".Length)), failure.Hint, failure.Facts, failure);
        }
    }

    private async Task<TokenCourse> RunAsync(TokenChoice target, TokenChoice? contrast, bool isContrast, string mode, CancellationToken cancel)
    {
        var request = BlockMembers.Ask(new LensRequest { Method = "lens", Mode = mode, Positions = [block.Position], Top = Words, Target = target, Contrast = contrast }, block, context);
        var result = (LensResult)await runner.RunAsync(request, cancel).ConfigureAwait(false);
        LensCell[] cells = [.. result.Rows.Zip(result.Cells[0]).Where(entry => entry.First.Row == "out").Select(entry => entry.Second)];
        return new TokenCourse(cells, isContrast);
    }
}
