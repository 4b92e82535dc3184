using Interp.Contracts;
using Interp.Runtime.Providers;

namespace Interp.Runtime.Tests;

/// <summary>What the members provider, device and precision may say.</summary>
[TestClass]
public sealed class ProviderTests
{
    [TestMethod]
    [DataRow(null, null, null)]
    [DataRow("auto", "0", "f32")]
    [DataRow("cpu", "CPU", "f32")]
    public void Defaults_and_their_names_are_the_CPU_in_float32(string? provider, string? device, string? precision) =>
        Assert.AreEqual(new ProviderChoice("cpu", "f32"), ProviderCatalog.Resolve(provider, device, precision));

    [TestMethod]
    [DataRow("f16")]
    [DataRow("q8")]
    [DataRow("auto")]
    public void Other_precisions_are_taken_by_name(string precision) =>
        Assert.AreEqual(new ProviderChoice("cpu", precision), ProviderCatalog.Resolve("cpu", null, precision));

    [TestMethod]
    [DataRow("cpuu", null, null, ErrorKind.SettingUnknown)]
    [DataRow("CPU", null, null, ErrorKind.SettingUnknown)]
    [DataRow("directml", null, null, ErrorKind.ProviderUnavailable)]
    [DataRow("webgpu", null, null, ErrorKind.ProviderUnavailable)]
    [DataRow(null, null, "F16", ErrorKind.SettingUnknown)]
    [DataRow(null, null, "q4", ErrorKind.SettingUnknown)]
    [DataRow(null, null, "f64", ErrorKind.SettingUnknown)]
    [DataRow(null, "1", null, ErrorKind.OutOfRange)]
    [DataRow(null, "-1", null, ErrorKind.OutOfRange)]
    [DataRow(null, "Radeon", null, ErrorKind.SettingUnknown)]
    [DataRow(null, "", null, ErrorKind.SettingUnknown)]
    public void Everything_else_is_refused_by_kind(string? provider, string? device, string? precision, ErrorKind kind) =>
        Assert.AreEqual(kind, Assert.ThrowsExactly<InterpException>(() => ProviderCatalog.Resolve(provider, device, precision)).Kind);

    [TestMethod]
    public void Misspelt_precision_is_answered_with_the_nearest()
    {
        var failure = Assert.ThrowsExactly<InterpException>(() => ProviderCatalog.Resolve(null, null, "f33"));
        Assert.AreEqual("f32", (string?)failure.Facts?["nearest"]);
        StringAssert.Contains(failure.Message, "f33");
    }
}
