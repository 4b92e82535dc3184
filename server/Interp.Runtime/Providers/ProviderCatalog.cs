using System.Globalization;
using Interp.Contracts;
using Interp.Models;
using Interp.Numerics;

namespace Interp.Runtime.Providers;

/// <summary>The execution providers that requests may name, and which of them a request gets.</summary>
public static class ProviderCatalog
{
    /// <summary>The only device of the CPU provider.</summary>
    private const string CpuDevice = "cpu";

    /// <summary>All known providers, usable or not; the first is the default.</summary>
    public static IReadOnlyList<ExecutionProvider> All { get; } =
    [
        new CpuProvider(),
        new KnownProvider("directml", "DirectML is not built into this version of the program."),
        new KnownProvider("webgpu", "WebGPU is not built into this version of the program."),
    ];

    /// <summary>What the members <c>provider</c>, <c>device</c> and <c>precision</c> of a request ask for; null stands for the default.</summary>
    /// <exception cref="InterpException">
    /// SettingUnknown (with the nearest name), ProviderUnavailable (with the reason), OutOfRange (a device index).
    /// </exception>
    public static ProviderChoice Resolve(string? provider, string? device, string? precision)
    {
        var chosen = Provider(provider ?? "auto");
        var number = Precision(precision ?? "f32");
        CheckDevice(chosen, device);
        return new(chosen.Name, number);
    }

    private static ExecutionProvider Provider(string name)
    {
        if (name == "auto")
        {
            return All[0];
        }

        var provider = All.FirstOrDefault(known => known.Name == name)
            ?? throw Unknown("provider", name, [.. All.Select(known => known.Name), "auto"]);
        return provider.Unavailable is not string reason ? provider : throw new InterpException(
            ErrorKind.ProviderUnavailable,
            $"The provider {name} cannot be used. {reason}",
            "Leave out the provider or use cpu.",
            new() { ["provider"] = name, ["reason"] = reason });
    }

    private static string Precision(string name)
    {
        var names = WeightPrecisions.Names;
        return names.Contains(name, StringComparer.Ordinal) ? name : throw Unknown("precision", name, [.. names]);
    }

    private static void CheckDevice(ExecutionProvider provider, string? device)
    {
        if (device is null)
        {
            return;
        }

        if (int.TryParse(device, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
        {
            if (index != 0)
            {
                throw new InterpException(
                    ErrorKind.OutOfRange,
                    $"There is no device {index}: the provider {provider.Name} has one.",
                    "Leave out the device or use 0.",
                    new() { ["first"] = 0, ["last"] = 0 });
            }
        }
        else if (device.Length == 0 || !CpuDevice.Contains(device, StringComparison.OrdinalIgnoreCase))
        {
            throw Unknown("device", device, [CpuDevice]);
        }
    }

    private static InterpException Unknown(string member, string value, string[] valid)
    {
        var nearest = NearestName.Of(value, valid) ?? valid[0];
        return new(
            ErrorKind.SettingUnknown,
            $"\"{value}\" is not a value of {member}.",
            $"Use {string.Join(", ", valid)}; the nearest is {nearest}.",
            new() { ["member"] = member, ["value"] = value, ["nearest"] = nearest });
    }
}

/// <summary>A provider and a precision that can be used.</summary>
/// <param name="Provider">Its name, e.g. <c>cpu</c>.</param>
/// <param name="Precision">One of <see cref="WeightPrecisions.Names"/>.</param>
public sealed record ProviderChoice(string Provider, string Precision);
