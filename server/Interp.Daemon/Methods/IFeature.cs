using System.Text.Json.Nodes;

namespace Interp.Daemon.Methods;

/// <summary>A part of the server: methods that belong together.</summary>
internal interface IFeature
{
    /// <summary>Adds its methods.</summary>
    void Register(MethodTable methods);

    /// <summary>Adds what it can do to the capabilities of the answer to <c>initialize</c>.</summary>
    void AddCapabilities(JsonObject capabilities)
    {
    }
}
