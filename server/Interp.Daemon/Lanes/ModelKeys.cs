using Interp.Contracts;
using Interp.Models;

namespace Interp.Daemon.Lanes;

/// <summary>One key per model, whatever it is called.</summary>
internal static class ModelKeys
{
    /// <summary>The path of the model that <paramref name="name"/> names (null = the embedded one); the name itself where there is none, which the work then says.</summary>
    public static string Of(string? name)
    {
        try
        {
            return ModelFolders.Find(name) ?? name ?? "";
        }
        catch (InterpException)
        {
            return name ?? "";
        }
    }
}
