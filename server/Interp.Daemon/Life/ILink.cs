namespace Interp.Daemon.Life;

/// <summary>What the transport tells of the connection.</summary>
internal interface ILink
{
    /// <summary>The client sends nothing more. Completes when everything is answered.</summary>
    Task InputEndedAsync();

    /// <summary>A request has come, whose answer is due before the end.</summary>
    /// <param name="isShutdown">True for the one that waits for all others itself.</param>
    void Asked(bool isShutdown);

    /// <summary>It is answered: the answer is written, or can no longer be.</summary>
    /// <param name="isShutdown">As it was asked.</param>
    void Answered(bool isShutdown);

    /// <summary>Nothing more can be read or written.</summary>
    void Lost(string reason);
}
