namespace Interp.Daemon.Life;

/// <summary>What the transport tells of the connection.</summary>
internal interface ILink
{
    /// <summary>The client sends nothing more. Completes when everything is answered.</summary>
    Task InputEndedAsync();

    /// <summary>Nothing more can be read or written.</summary>
    void Lost(string reason);
}
