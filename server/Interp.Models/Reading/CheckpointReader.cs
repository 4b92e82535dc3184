using Interp.Models.Families;
using Interp.Models.Formats;
using Interp.Models.Formats.Gguf;
using Interp.Models.Formats.Safetensors;

namespace Interp.Models.Reading;

/// <summary>An open checkpoint, understood but not read: its specification, its plan, and what is to be told of it.</summary>
internal sealed class CheckpointReader : IDisposable
{
    private CheckpointReader(Checkpoint checkpoint, FamilyReading reading, SettingsReader settings, GgufFile? gguf)
    {
        if (reading.Spec.Layers > checkpoint.Tensors.Count)
        {
            throw ModelProblems.Damaged(
                checkpoint.Path,
                $"its settings announce {reading.Spec.Layers} layers, but it has only {checkpoint.Tensors.Count} tensors",
                gguf is not null ? null : ModelProblems.CompareConfig);
        }

        Checkpoint = checkpoint;
        TokenRows = reading.Spec.Vocabulary;
        Gguf = gguf;
        Plan = WeightPlanner.Plan(checkpoint, reading);
        Spec = Plan.Spec with { Context = Math.Min(Plan.Spec.Context, Plan.Spec.Rotary?.LongestPrompt ?? int.MaxValue) };
        Warnings = [.. settings.Warnings, .. Plan.Warnings];
    }

    /// <summary>The files.</summary>
    public Checkpoint Checkpoint { get; }

    /// <summary>The model but for its weights.</summary>
    public ModelSpec Spec { get; }

    /// <summary>Rows that the settings announce for tables of tokens, whatever of them is there.</summary>
    public int TokenRows { get; }

    /// <summary>Where the weights are.</summary>
    public WeightPlan Plan { get; }

    /// <summary>The file, where the format is GGUF.</summary>
    public GgufFile? Gguf { get; }

    /// <summary>What a reader must know; each begins with a code and a colon.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Opens what is at <paramref name="path"/>, a file or a folder.</summary>
    /// <exception cref="Interp.Contracts.InterpException">ModelNotFound, ModelUnsupported, ModelDamaged, FileProblem.</exception>
    public static CheckpointReader Open(string path)
    {
        var place = CheckpointPlace.Find(path);
        return place.IsGguf ? OpenGguf(place.Path) : OpenFolder(place.Path);
    }

    /// <inheritdoc/>
    public void Dispose() => Checkpoint.Dispose();

    private static CheckpointReader OpenGguf(string path)
    {
        var file = GgufFile.Open(path);
        try
        {
            var (family, settings) = FamilyOf(file);
            var read = family.FromGguf ?? throw new InvalidOperationException($"{family.Name} has an architecture but does not read GGUF.");
            SharedSettings.RefuseOtherKinds(settings, family);
            var reading = read(settings);
            NameUnread(settings, HarmlessSettings.Gguf, family.HarmlessKeys, ForeignSettings.Gguf, reading.Spec);
            var checkpoint = new Checkpoint(path, "gguf", file.Tensors)
            {
                Opened = [file.File],
                Files = [(Path.GetFileName(path), file.File.Length)],
            };
            return new CheckpointReader(checkpoint, reading, settings, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static CheckpointReader OpenFolder(string folder)
    {
        var config = ConfigSettings.Open(Path.Combine(folder, "config.json"));
        var family = FamilyOf(config);
        SharedSettings.RefuseOtherKinds(config, family);
        var reading = family.FromConfig(config) with { ClaimsHead = SharedSettings.ClaimsHead(config) };
        NameUnread(config, HarmlessSettings.Config, family.HarmlessMembers, ForeignSettings.Config, reading.Spec);
        var checkpoint = SafetensorsFolder.Open(folder);
        try
        {
            return new CheckpointReader(checkpoint, reading, config, null);
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
    }

    private static (Family Family, GgufSettings Settings) FamilyOf(GgufFile file)
    {
        if (file.Metadata.Text("general.type") is { } type && type != "model")
        {
            throw ModelProblems.Unsupported(file.Path, $"it is of the type \"{type}\", no whole model", "Give the model itself.");
        }

        if (file.Metadata.Integer("split.count") is > 1 and var parts)
        {
            throw ModelProblems.Unsupported(file.Path, $"it is one of {parts} parts", "Join the parts with llama-gguf-split --merge.");
        }

        var architecture = file.Metadata.Text("general.architecture") ?? throw ModelProblems.Damaged(file.Path, "\"general.architecture\" is not there");
        var family = FamilyRegistry.All.FirstOrDefault(family => family.Architecture == architecture) ?? throw ModelProblems.Unsupported(
            file.Path, $"its architecture is \"{architecture}\", which is not served", $"Served are {FamilyRegistry.Architectures}.");
        return (family, new GgufSettings(file, architecture));
    }

    private static Family FamilyOf(ConfigSettings config)
    {
        var type = config.Text("model_type") ?? throw config.Missing("model_type");
        return FamilyRegistry.All.FirstOrDefault(family => family.ModelType == type) ?? throw ModelProblems.Unsupported(
            config.Path, $"its model_type is \"{type}\", which is not served", $"Served are {FamilyRegistry.ModelTypes}.");
    }

    /// <summary>What was not read and may not be ignored: refused where it is known to change numbers, else named in a warning.</summary>
    private static void NameUnread(
        SettingsReader settings, IReadOnlySet<string> harmless, IReadOnlySet<string> harmlessHere, IReadOnlyDictionary<string, object[]> foreign, ModelSpec spec)
    {
        string[] unread = [.. settings.Unread(harmless).Where(name => !harmlessHere.Contains(name))];
        ForeignSettings.Refuse(settings, unread, foreign, spec);
        foreach (var name in unread.Where(name => !ForeignSettings.Knows(foreign, name)))
        {
            settings.Warnings.Add($"settingUnknown: \"{settings.FullName(name)}\" is not known here and is not used; if it changes numbers, they are wrong");
        }
    }
}
