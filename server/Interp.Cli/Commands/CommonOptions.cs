using System.CommandLine;

namespace Interp.Cli.Commands;

/// <summary>The options that every verb has.</summary>
internal sealed class CommonOptions
{
    public Option<string> Model { get; } = Text("--model", "NAME", "A model's name, folder or .gguf file; the embedded one by default.");
    public Option<string> Provider { get; } = Text("--provider", "NAME", "auto (default) or cpu, which are the same in this version; directml and webgpu come later and are refused.");
    public Option<string> Precision { get; } = Text("--precision", "NAME", "Weights in memory as f32 (default), f16 or q8: half and about a quarter of the memory; auto takes the first that leaves half of what is free.");
    public Option<bool> Json { get; } = Flag("--json", "Write the result as JSON; errors too.");
    public Option<string> Out { get; } = Text("--out", "FILE", "Write to FILE: .json, .csv, .md, and where the verb has a picture .svg, .png or .html.");
    public Option<bool> Quiet { get; } = Flag("--quiet", "No progress and no notes on standard error.");
    public Option<bool> NoColor { get; } = Flag("--no-color", "No colours; NO_COLOR does the same.");
    public Option<string> Threads { get; } = Text("--threads", "N", "Worker threads; one per core by default.");

    /// <summary>All of them.</summary>
    public IReadOnlyList<Option> All => [Model, Provider, Precision, Json, Out, Quiet, NoColor, Threads];

    private static Option<string> Text(string name, string placeholder, string description) =>
        new(name) { HelpName = placeholder, Description = description, Recursive = true, Arity = ArgumentArity.ExactlyOne };

    private static Option<bool> Flag(string name, string description) =>
        new(name) { Description = description, Recursive = true, Arity = ArgumentArity.Zero };
}
