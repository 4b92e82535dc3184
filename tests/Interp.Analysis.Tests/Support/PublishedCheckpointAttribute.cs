namespace Interp.Analysis.Tests;

/// <summary>A test that needs a checkpoint which others published and which is not part of this repository.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PublishedCheckpointAttribute : ConditionBaseAttribute
{
    private readonly string name;

    public PublishedCheckpointAttribute(string name)
        : base(ConditionMode.Include)
    {
        this.name = name;
        IgnoreMessage = $"weights/{name} is not in the folder that INTERP_SHARED names, nor in ../shared";
    }

    /// <inheritdoc/>
    public override string GroupName => name;

    /// <inheritdoc/>
    public override bool IsConditionMet => Directory.Exists(TestFiles.Model(name));
}
