using System.Reflection;
using System.Runtime.InteropServices;
using Interp.Contracts;
using Microsoft.ML.OnnxRuntime;

namespace Interp.Runtime.Sessions;

/// <summary>
/// Loads the native ONNX Runtime that stands beside the program, by its full path: a library of the same name in
/// <c>LD_LIBRARY_PATH</c>, <c>PATH</c> or the working folder is never taken.
/// </summary>
public static class OnnxNative
{
    private static readonly Lock Gate = new();
    private static nint handle;
    private static bool ready;

    /// <summary>File of the native library, absolute.</summary>
    /// <exception cref="InterpException">ProviderUnavailable: it is not there.</exception>
    public static string LibraryPath
    {
        get
        {
            var candidates = Candidates();
            return candidates.FirstOrDefault(File.Exists) ?? throw Missing(candidates[0], null);
        }
    }

    /// <summary>Version of the native library, e.g. <c>1.30.0</c>.</summary>
    /// <exception cref="InterpException">ProviderUnavailable: it is not there or cannot be loaded.</exception>
    public static string Version
    {
        get
        {
            EnsureLoaded();
            return OrtEnv.Instance().GetVersionString();
        }
    }

    /// <summary>Loads the library and starts ONNX Runtime's environment; called before anything else of ONNX Runtime is touched.</summary>
    /// <exception cref="InterpException">ProviderUnavailable: the library is missing or damaged.</exception>
    internal static void EnsureLoaded()
    {
        lock (Gate)
        {
            if (ready)
            {
                return;
            }

            if (handle == 0)
            {
                handle = Load(LibraryPath);
                OrtEnv.DisableDllImportResolver = true;
                NativeLibrary.SetDllImportResolver(typeof(OrtEnv).Assembly, Resolve);
            }

            StartEnvironment();
            ready = true;
        }
    }

    private static void StartEnvironment()
    {
        // Warnings of the optimiser are of no use to the user; errors come back as exceptions.
        var options = new EnvironmentCreationOptions { logId = "interp", logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        if (!OrtEnv.IsCreated)
        {
            OrtEnv.CreateInstanceWithOptions(ref options);
        }

        OrtEnv.Instance().DisableTelemetryEvents();
    }

    private static nint Load(string path)
    {
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (Exception failure) when (failure is DllNotFoundException or BadImageFormatException)
        {
            throw Missing(path, failure);
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? search) =>
        name.Contains("onnxruntime", StringComparison.OrdinalIgnoreCase) && !name.Contains("extensions", StringComparison.OrdinalIgnoreCase) ? handle : 0;

    private static string[] Candidates()
    {
        var file = OperatingSystem.IsWindows() ? "onnxruntime.dll" : OperatingSystem.IsMacOS() ? "libonnxruntime.dylib" : "libonnxruntime.so";
        return
        [
            Path.Combine(AppContext.BaseDirectory, file),
            Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native", file),
        ];
    }

    private static InterpException Missing(string path, Exception? inner) => new(
        ErrorKind.ProviderUnavailable,
        inner is null ? $"The native library of ONNX Runtime is missing: {path}." : $"The native library of ONNX Runtime cannot be loaded: {path}.",
        "Start the program with the script ./interp, which puts the library in place, or run npm ci and build again.",
        new() { ["path"] = path },
        inner);
}
