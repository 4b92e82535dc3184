namespace Interp.Models.Formats.Gguf;

/// <summary>The keys of one architecture, <c>llama.block_count</c> as <c>block_count</c>.</summary>
internal sealed class GgufSettings(GgufFile file, string architecture) : SettingsReader(file.Path)
{
    private readonly string prefix = architecture + ".";

    /// <summary>The architecture as the file names it.</summary>
    public string Architecture { get; } = architecture;

    /// <inheritdoc/>
    public override IEnumerable<string> Names => file.Metadata.Keys
        .Where(key => key.StartsWith(prefix, StringComparison.Ordinal))
        .Select(key => key[prefix.Length..]);

    /// <inheritdoc/>
    public override string FullName(string name) => prefix + name;

    /// <inheritdoc/>
    public override bool Has(string name) => file.Metadata.Contains(prefix + name);

    /// <inheritdoc/>
    public override object? Value(string name) => file.Metadata.Value(prefix + name);

    /// <summary>A tensor by name, or null.</summary>
    public StoredTensor? Tensor(string name) => file.Tensors.GetValueOrDefault(name);

    /// <summary>V: rows of the token embedding; the format's own count of them may be absent.</summary>
    public int VocabularyRows() => Rows("token_embd.weight");

    /// <summary>Rows of a table that must be there.</summary>
    public int Rows(string name)
    {
        var shape = Tensor(name)?.Shape ?? throw ModelProblems.Damaged(Path, $"the tensor \"{name}\" is not there");
        return shape is [> 0 and <= int.MaxValue, _] ? (int)shape[0]
            : throw ModelProblems.Damaged(Path, $"the tensor \"{name}\" has {shape.Count} axes and is no table");
    }

    /// <summary>A size that some converters write once a layer: read if all are the same.</summary>
    public int SizeOfEveryLayer(string name, int? otherwise = null)
    {
        if (!file.Metadata.IsArray(prefix + name))
        {
            return Size(name, otherwise);
        }

        MarkRead(name);
        var values = file.Metadata.Integers(prefix + name) ?? [];
        return values.Length > 0 && values.All(value => value == values[0]) && values[0] is > 0 and <= int.MaxValue
            ? (int)values[0]
            : throw Refused(name, "another in each layer");
    }

    /// <inheritdoc/>
    protected override long? RawInteger(string name) => file.Metadata.Integer(prefix + name);

    /// <inheritdoc/>
    protected override double? RawNumber(string name) => file.Metadata.Number(prefix + name);

    /// <inheritdoc/>
    protected override bool? RawFlag(string name) => file.Metadata.Flag(prefix + name);

    /// <inheritdoc/>
    protected override string? RawText(string name) => file.Metadata.Text(prefix + name);
}
