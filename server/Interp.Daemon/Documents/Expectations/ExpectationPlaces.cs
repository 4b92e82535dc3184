namespace Interp.Daemon.Documents;

/// <summary>A part of an expectation's text; offsets count from where it begins.</summary>
/// <param name="Start">First character.</param>
/// <param name="End">Behind the last one.</param>
public readonly record struct TextSlice(int Start, int End);

/// <summary>Where the numbers and strings of an expectation stand; null for those that it does not have.</summary>
public sealed record ExpectationPlaces
{
    /// <summary>The token: what is measured, what is attended to, or what <c>top</c> is compared with.</summary>
    public TextSlice? Token { get; init; }

    /// <summary>The layer: of a part, or the one that a token is read after.</summary>
    public TextSlice? Layer { get; init; }

    /// <summary>The head or neuron in its layer.</summary>
    public TextSlice? Index { get; init; }

    /// <summary>The position that is attended to.</summary>
    public TextSlice? Position { get; init; }
}
