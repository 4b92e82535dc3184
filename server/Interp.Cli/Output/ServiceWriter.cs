using System.Text;
using System.Text.Json.Serialization.Metadata;
using Interp.Cli.Commands;
using Interp.Cli.Rendering;

namespace Interp.Cli.Output;

/// <summary>Writes what a service found: a JSON file, JSON, or a page.</summary>
internal sealed class ServiceWriter
{
    /// <summary>One sentence for the help of <c>--out</c>.</summary>
    public const string OutHelp = "Write to FILE: .json.";

    private readonly Invocation invocation;
    private readonly OutFile? file;

    /// <summary>A writer; made before the work, so that a file that cannot be written is refused at once.</summary>
    public ServiceWriter(Invocation invocation)
    {
        this.invocation = invocation;
        file = invocation.Out is { } path ? OutFile.Prepare(path, [".json"]) : null;
    }

    /// <summary>Writes one result.</summary>
    public void Write<T>(T result, JsonTypeInfo<T> type, Action<T, IPage> page)
        where T : notnull
    {
        var console = invocation.Console;
        if (file is not null)
        {
            file.Write(Encoding.UTF8.GetBytes(JsonText.Of(result, type) + "\n"));
            invocation.Note($"Wrote {file.Path}.");
        }

        if (invocation.Json)
        {
            console.Out.Write(JsonText.Of(result, type) + "\n");
        }
        else if (file is null)
        {
            page(result, console.Page(invocation.Parsed.GetValue(invocation.Common.NoColor)));
        }

        console.Out.Flush();
    }
}
