using Interp.Contracts;
using Interp.Daemon.Documents;
using Interp.Models;

namespace Interp.Daemon.Language;

/// <summary>What may be used of a block in a folder that nobody vouched for.</summary>
internal static class BlockTrust
{
    /// <summary>Refuses what only a trusted folder may name.</summary>
    /// <exception cref="InterpException">NotAvailable: a model, provider or edits that the document names.</exception>
    public static void Check(PromptBlock block, LanguageSettings settings)
    {
        if (settings.Trusted)
        {
            return;
        }

        if (block.Model is { } model && model != ModelFolders.DefaultName)
        {
            throw Refusal("model", $"This folder is not trusted, so the model {Shown.Short(model)} is not loaded.");
        }

        if (block.Edits is not null)
        {
            throw Refusal("edits", "This folder is not trusted, so its edits are not read.");
        }

        if (block.Provider is not (null or "auto" or "cpu"))
        {
            throw Refusal("provider", $"This folder is not trusted, so the provider {block.Provider} is not started.");
        }
    }

    private static InterpException Refusal(string member, string message) =>
        new(ErrorKind.NotAvailable, message, "Trust the folder, or leave the line out.", new() { ["member"] = member });
}
