using System.Text.Json;
using System.Text.Json.Nodes;

namespace Interp.Daemon.Methods;

/// <summary>A part of the server: methods that belong together.</summary>
internal interface IFeature
{
    /// <summary>Adds its methods.</summary>
    void Register(MethodTable methods);

    /// <summary>Told the params of <c>initialize</c>, before it is answered.</summary>
    void Greet(JsonElement initialize)
    {
    }

    /// <summary>Adds what it can do to the capabilities of the answer to <c>initialize</c>.</summary>
    void AddCapabilities(JsonObject capabilities)
    {
    }
}
