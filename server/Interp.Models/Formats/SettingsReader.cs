using System.Globalization;
using Interp.Contracts;

namespace Interp.Models.Formats;

/// <summary>
/// The settings of a checkpoint (members of config.json, keys of a GGUF header) read with their ranges. It remembers what was read,
/// so that what nobody read can be named. Wrong types and ranges are ModelDamaged, values that are not served ModelUnsupported.
/// </summary>
internal abstract class SettingsReader(string path)
{
    /// <summary>Largest size that is believed before it is compared with a tensor.</summary>
    private const int LargestSize = 1 << 30;

    /// <summary>More layers than any model has.</summary>
    private const int MostLayers = 1 << 16;

    private readonly HashSet<string> read = new(StringComparer.Ordinal);

    /// <summary>The file that the settings are from.</summary>
    public string Path { get; } = path;

    /// <summary>What a reader must know; each begins with a code and a colon.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>All names that the file has.</summary>
    public abstract IEnumerable<string> Names { get; }

    /// <summary>How the setting is called in the file.</summary>
    public abstract string FullName(string name);

    /// <summary>True where the setting is there.</summary>
    public abstract bool Has(string name);

    /// <summary>
    /// Whatever the setting holds, not counted as read: <c>bool</c>, <c>double</c>, or a text; a list of equal entries as one of them; null
    /// where it is empty or absent.
    /// </summary>
    public abstract object? Value(string name);

    /// <summary>A whole number above 0; <paramref name="otherwise"/> where the setting is absent, an error without that.</summary>
    public int Size(string name, int? otherwise = null, int most = LargestSize)
    {
        read.Add(name);
        if (RawInteger(name) is not { } value)
        {
            return otherwise ?? throw Missing(name);
        }

        return value > 0 && value <= most ? (int)value : throw Bad(name, value.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>A whole number above 0, or null.</summary>
    public int? OptionalSize(string name)
    {
        read.Add(name);
        return Has(name) ? Size(name) : null;
    }

    /// <summary>A whole number from 0 up, or null.</summary>
    public int? OptionalCount(string name)
    {
        read.Add(name);
        return RawInteger(name) is 0 ? 0 : OptionalSize(name);
    }

    /// <summary>A finite number above 0; <paramref name="otherwise"/> where absent, an error without that.</summary>
    public double Positive(string name, double? otherwise = null)
    {
        read.Add(name);
        if (RawNumber(name) is not { } value)
        {
            return otherwise ?? throw Missing(name);
        }

        return double.IsFinite(value) && value > 0 ? value : throw Bad(name, value.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>A finite number above 0, or null.</summary>
    public double? OptionalPositive(string name)
    {
        read.Add(name);
        return Has(name) ? Positive(name) : null;
    }

    /// <summary>True or false; <paramref name="otherwise"/> where absent.</summary>
    public bool Flag(string name, bool otherwise)
    {
        read.Add(name);
        return RawFlag(name) ?? otherwise;
    }

    /// <summary>L: nothing is held per layer before its tensors are found, but for what a layer more costs a few bytes.</summary>
    public int LayerCount(string name) => Size(name, most: MostLayers);

    /// <summary>A text, or null.</summary>
    public string? Text(string name)
    {
        read.Add(name);
        return RawText(name);
    }

    /// <summary>Refuses a setting that would change numbers unless it has the one value that is served, or is absent.</summary>
    public void OnlyFlag(string name, bool served)
    {
        if (Flag(name, served) != served)
        {
            throw Refused(name, served ? "false" : "true");
        }
    }

    /// <summary>As <see cref="OnlyFlag"/>, for a number.</summary>
    public void OnlyNumber(string name, double served)
    {
        read.Add(name);
        if (RawNumber(name) is { } value && value != served)
        {
            throw Refused(name, value.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>As <see cref="OnlyFlag"/>, for a text.</summary>
    public void OnlyText(string name, string served)
    {
        if (Text(name) is { } value && value != served)
        {
            throw Refused(name, $"\"{value}\"");
        }
    }

    /// <summary>Names that are neither read nor in <paramref name="harmless"/>.</summary>
    public IReadOnlyList<string> Unread(IReadOnlySet<string> harmless) =>
        [.. Names.Where(name => !read.Contains(name) && !harmless.Contains(name))];

    /// <summary>The error for a value that is sound but not served; <paramref name="reason"/> goes on from it.</summary>
    public InterpException Refused(string name, string value, string reason = "which is not served") => ModelProblems.Unsupported(
        Path, $"\"{FullName(name)}\" is {value}, {reason}", "Use a model without this setting; docs/models.md lists what is served.");

    /// <summary>The error for a value that cannot be.</summary>
    public InterpException Bad(string name, string value) => ModelProblems.Damaged(Path, $"\"{FullName(name)}\" is {value}");

    /// <summary>The error for a setting that must be there.</summary>
    public InterpException Missing(string name) => ModelProblems.Damaged(Path, $"\"{FullName(name)}\" is not there");

    /// <summary>Counts <paramref name="name"/> as read.</summary>
    protected void MarkRead(string name) => read.Add(name);

    /// <summary>The whole number, null where absent; another type is an error.</summary>
    protected abstract long? RawInteger(string name);

    /// <summary>The number, null where absent; another type is an error.</summary>
    protected abstract double? RawNumber(string name);

    /// <summary>The flag, null where absent; another type is an error.</summary>
    protected abstract bool? RawFlag(string name);

    /// <summary>The text, null where absent; another type is an error.</summary>
    protected abstract string? RawText(string name);
}
