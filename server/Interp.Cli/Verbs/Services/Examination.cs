using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Interp.Cli.Output;
using Interp.Contracts;
using Interp.Models;
using Interp.Runtime;
using Interp.Runtime.Providers;
using Interp.Runtime.Sessions;
using Interp.Runtime.Verification;

namespace Interp.Cli.Verbs.Services;

/// <summary>Looks at everything the program needs; what it cannot have is a problem in the result, never a failure.</summary>
internal sealed class Examination
{
    private readonly List<DoctorProblem> problems = [];
    private readonly Dictionary<string, string> folders = new(StringComparer.Ordinal);

    /// <summary>What was found.</summary>
    public DoctorResult Run()
    {
        var versions = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["interp"] = Program.Version,
            [".net"] = Environment.Version.ToString(),
            ["onnxruntime"] = Ask("unknown", () => OnnxNative.Version),
            ["system"] = RuntimeInformation.OSDescription,
            ["architecture"] = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(),
            ["processors"] = Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture),
        };
        folders["program"] = AppContext.BaseDirectory;
        if (problems.Count == 0)
        {
            folders["onnxruntime"] = OnnxNative.LibraryPath;
        }

        CheckModels();
        CheckUnicode();
        CheckFonts();
        CheckWritable("cache", CacheFolder.Find(), "Set INTERP_CACHE to a folder that can be written; without it models are hashed and verified anew each time.");
        CheckWritable("log", Path.GetDirectoryName(FaultLog.Path), "Set XDG_STATE_HOME to a folder that can be written; until then the log goes to the temporary folder.");
        return new DoctorResult
        {
            Versions = versions,
            Providers = [.. ProviderCatalog.All.Select(Describe)],
            Memory = new MemoryInfo(SystemMemory.Total, SystemMemory.Available, Environment.WorkingSet),
            Folders = folders,
            Problems = problems,
        };
    }

    private string Ask(string otherwise, Func<string> question)
    {
        try
        {
            return question();
        }
        catch (InterpException problem)
        {
            problems.Add(new DoctorProblem(problem.Message, problem.Hint ?? ""));
            return otherwise;
        }
    }

    private static ProviderInfo Describe(ExecutionProvider provider) => new()
    {
        Name = provider.Name,
        Device = provider.Unavailable is null ? RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant() : null,
        Badge = provider.Unavailable is null ? DefaultBadge() : "unavailable",
        Reason = provider.Unavailable,
    };

    /// <summary>What was found of the default model: the badge of the provider that runs it.</summary>
    private static string DefaultBadge()
    {
        try
        {
            return KeptBadge.Of(ModelLoader.Inspect(ModelFolders.Resolve(null)).Source).Badge;
        }
        catch (InterpException)
        {
            return "unverified";
        }
    }

    private void CheckModels()
    {
        foreach (var group in ModelFolders.Roots.GroupBy(root => root.Source))
        {
            folders[$"models ({group.Key})"] = string.Join(Path.PathSeparator, group.Select(root => root.Path));
            foreach (var root in group.Where(root => !Directory.Exists(root.Path)))
            {
                problems.Add(new DoctorProblem($"The model folder {root.Path} does not exist.", $"Make it, or take it out of {root.Source}."));
            }
        }

        folders["default model"] = Ask("missing", () => ModelFolders.Resolve(null));
    }

    /// <summary>Tokenizers need Unicode normalisation, which does nothing where ICU is missing or switched off.</summary>
    private void CheckUnicode()
    {
        if ("e\u0301".Normalize(NormalizationForm.FormC) != "\u00E9")
        {
            problems.Add(new DoctorProblem(
                "Unicode normalisation does not work: ICU is missing or DOTNET_SYSTEM_GLOBALIZATION_INVARIANT is set.",
                "Install the system's ICU package (libicu) and unset that variable; some tokenizers give wrong tokens without it."));
        }
    }

    private void CheckFonts()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Fonts");
        if (!Directory.Exists(folder))
        {
            problems.Add(new DoctorProblem($"The fonts of pictures are missing: {folder}.", "Build or install the program again."));
        }
    }

    private void CheckWritable(string name, string? folder, string hint)
    {
        if (folder is null)
        {
            problems.Add(new DoctorProblem($"The system names no {name} folder.", hint));
            return;
        }

        folders[name] = folder;
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, $".interp-{Guid.NewGuid():N}.tmp");
            using var file = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            problems.Add(new DoctorProblem($"The {name} folder {folder} cannot be written: {failure.Message}", hint));
        }
    }
}
