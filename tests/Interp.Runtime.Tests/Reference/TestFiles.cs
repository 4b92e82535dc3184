namespace Interp.Runtime.Tests.Reference;

/// <summary>Folders of the repository and of checkpoints that others published.</summary>
internal static class TestFiles
{
    /// <summary>The folder of <c>Interp.sln</c>.</summary>
    public static string Root { get; } = Find();

    /// <summary>Committed models.</summary>
    public static string Models { get; } = Path.Combine(Root, "models");

    /// <summary>Golden cases of <c>forward</c>.</summary>
    public static string Forward { get; } = Path.Combine(Root, "tests", "golden", "forward");

    /// <summary>GGUF files with their logits.</summary>
    public static string Gguf { get; } = Path.Combine(Root, "tests", "golden", "gguf");

    /// <summary>Checkpoints that are not committed: in the folder that <c>INTERP_SHARED</c> names, else beside the repository.</summary>
    public static string Published { get; } =
        Path.Combine(Environment.GetEnvironmentVariable("INTERP_SHARED") is { Length: > 0 } named ? named : Path.Combine(Root, "..", "shared"), "weights");

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Interp.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}

/// <summary>Runs a test only where a published checkpoint is at hand.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PublishedModelAttribute : ConditionBaseAttribute
{
    private readonly string name;

    public PublishedModelAttribute(string name)
        : base(ConditionMode.Include)
    {
        this.name = name;
        IgnoreMessage = $"{name} is not in {TestFiles.Published}: set INTERP_SHARED to the folder that holds weights/{name}.";
    }

    public override string GroupName => name;

    public override bool IsConditionMet => Directory.Exists(Path.Combine(TestFiles.Published, name));
}
