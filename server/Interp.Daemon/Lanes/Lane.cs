namespace Interp.Daemon.Lanes;

/// <summary>How a request takes its turn.</summary>
public enum Lane
{
    /// <summary>One at a time, in the order received; later requests see the effect.</summary>
    State,

    /// <summary>At once, between the tiles of heavy work.</summary>
    Quick,

    /// <summary>One at a time per model, first come first served.</summary>
    Heavy,

    /// <summary>Answered whatever the others do.</summary>
    Aside,
}
