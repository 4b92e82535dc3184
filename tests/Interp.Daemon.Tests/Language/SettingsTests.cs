using System.Text.Json;
using Interp.Contracts;
using Interp.Daemon.Language;
using Interp.Daemon.Results;
using Interp.Daemon.Tests.Support;
using Interp.Runtime.Providers;

namespace Interp.Daemon.Tests.Language;

[TestClass]
public sealed class SettingsTests
{
    // The daemon's own defaults hold for other editors, those of package.json for ours.
    [TestMethod]
    public void A_client_that_says_nothing_has_the_settings_that_the_extension_gives_by_default()
    {
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "extension", "package.json")));
        var properties = manifest.RootElement.GetProperty("contributes").GetProperty("configuration").GetProperty("properties");
        JsonElement Default(string name) => properties.GetProperty($"interp.{name}").GetProperty("default");
        var given = new DaemonSettings
        {
            Lens = Default("lens").GetString(),
            Hover = new HoverSettings { Enabled = Default("hover.enabled").GetBoolean(), Layers = Default("hover.layers").GetInt32() },
            CodeLens = new CodeLensSettings { Enabled = Default("codeLens.enabled").GetBoolean() },
        };

        Assert.AreEqual(LanguageSettings.Of(new DaemonSettings(), null), LanguageSettings.Of(given, null));
        Assert.AreEqual(new LanguageSettings { Others = LanguageSettings.Of(given, null).Others }, LanguageSettings.Of(given, null));
        Assert.AreEqual((2 * ResultStore.DefaultBudget) >> 20, Default("memoryBudget").GetInt64());
        Assert.AreEqual(ProviderCatalog.Resolve(null, null, null), ProviderCatalog.Resolve(Default("provider").GetString(), null, Default("precision").GetString()));
        Assert.AreEqual("", Default("model").GetString());
        Assert.AreEqual("", Default("device").GetString());
        Assert.AreEqual(0, Default("threads").GetInt32());
        Assert.AreEqual(0, Default("modelDirectories").GetArrayLength());
    }
}
