namespace Interp.Contracts;

/// <summary>Params of the services that take a model; absent = the default one.</summary>
public sealed record ModelParams
{
    public string? Model { get; init; }
}

/// <summary>A model in memory.</summary>
public sealed record LoadedModel
{
    public required ModelInfo Model { get; init; }

    /// <summary>Absolute.</summary>
    public required string Path { get; init; }

    /// <summary>Precision of its weights in memory: <c>f32</c>, <c>f16</c> or <c>q8</c>.</summary>
    public required string Precision { get; init; }

    /// <summary>Bytes of its weights in memory of its own.</summary>
    public required long Bytes { get; init; }

    /// <summary>Bytes of its weights that are read where they are in its files, which the system keeps in memory as long as there is room.</summary>
    public long MappedBytes { get; init; }

    /// <summary>How it is run; absent until its files are hashed, which takes a moment after loading.</summary>
    public RunInfo? Run { get; init; }
}

/// <summary>Result of <c>interp/unloadModel</c>: false where it was not loaded.</summary>
public sealed record UnloadResult(bool Unloaded);

/// <summary>Params of services without any.</summary>
public sealed record NoParams;
