using System.CommandLine;
using Interp.Cli.Commands;
using Interp.Cli.Output;

namespace Interp.Cli.Verbs;

/// <summary><c>run FILE</c>: every request of a file, one answer a request, in order.</summary>
internal sealed class RunVerb : Verb
{
    private readonly Argument<string> file = new("FILE") { Description = "One JSON request, an array of them, or JSON lines; - is standard input." };

    /// <inheritdoc/>
    public override string Name => "run";

    /// <inheritdoc/>
    public override string Summary => "The requests of a file: one line of JSON each, in order; on a terminal a table each.";

    /// <inheritdoc/>
    public override string OutHelp => "Write the answer to a single request to FILE: .json, .csv, .md, and where it has a picture .svg, .png or .html.";

    /// <inheritdoc/>
    public override void Describe(Command command) => command.Add(file);

    /// <inheritdoc/>
    public override int Run(Invocation invocation)
    {
        var path = invocation.Parsed.GetValue(file) ?? "-";
        var requests = RequestFile.Read(Bytes(path, invocation), path == "-" ? null : path);
        if (invocation.Out is not null && requests.Count != 1)
        {
            throw new UsageException($"--out takes one request; {path} has {EntryCount(requests.Count)}.", "Leave --out out and redirect standard output.");
        }

        if (requests.Count == 0)
        {
            invocation.Note($"{(path == "-" ? "Standard input" : path)} holds no request.");
        }

        return BatchHost.Run(requests, invocation);
    }

    private static byte[] Bytes(string path, Invocation invocation)
    {
        if (path != "-")
        {
            return TextInput.ReadBytes(path);
        }

        using var input = invocation.Console.OpenInput();
        return TextInput.ReadBytes(input, invocation.Cancel);
    }

    private static string EntryCount(int count) => count == 0 ? "none" : Figures.NumberText.Count(count);
}
