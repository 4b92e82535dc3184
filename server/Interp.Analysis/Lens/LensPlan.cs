namespace Interp.Analysis;

/// <summary>A lens request with everything resolved and checked.</summary>
internal sealed record LensPlan
{
    public required LensMode Mode { get; init; }
    public required bool Mid { get; init; }
    public required int Top { get; init; }
    public required Prompt Prompt { get; init; }

    /// <summary>From 0, in the order given.</summary>
    public required int[] Positions { get; init; }

    /// <summary>The token to follow in every cell; null follows one per position, as <see cref="Follow"/> says.</summary>
    public int? Target { get; init; }

    public int? Contrast { get; init; }

    /// <summary><c>argmax</c> or <c>next</c>; null with a target.</summary>
    public string? Follow { get; init; }

    public required IReadOnlyList<LensDepth> Depths { get; init; }

    /// <summary>The token to follow at <paramref name="position"/>, where it is known before the model's own answer is.</summary>
    public int? Known(int position) => Target ?? (Follow == "next" && position + 1 < Prompt.Length ? Prompt.Ids[position + 1] : null);
}
