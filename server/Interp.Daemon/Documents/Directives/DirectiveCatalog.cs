namespace Interp.Daemon.Documents;

/// <summary>All directives.</summary>
public static class DirectiveCatalog
{
    private static readonly string[] lenses = ["perLayer", "frozen", "author"];
    private static readonly string[] providers = ["auto", "cpu", "directml", "webgpu"];
    private static readonly string[] precisions = ["f32", "f16", "q8", "auto"];

    /// <summary>In the order in which they are listed.</summary>
    public static IReadOnlyList<DirectiveInfo> All { get; } =
    [
        new() { Name = DirectiveName.Model, Word = "model", Meaning = "The model that reads the prompt.", Syntax = "a name, a folder or a .gguf file", Example = "smollm2-135m-instruct", Otherwise = "the model of the settings, else the one that comes with Interp" },
        new() { Name = DirectiveName.Target, Word = "target", Meaning = "The token whose probability is followed and explained.", Syntax = "a JSON string of one token, or its id", Example = "\" Paris\"", Otherwise = "the model's most probable next token" },
        new() { Name = DirectiveName.Contrast, Word = "contrast", Meaning = "A second token: scores become differences between target and contrast.", Syntax = "a JSON string of one token, or its id", Example = "\" London\"", Otherwise = "none" },
        new() { Name = DirectiveName.Position, Word = "position", Meaning = "The position that is explained and that expectations are about.", Syntax = "a whole number; a negative one counts from the end", Example = "-1", Otherwise = "-1, the last token" },
        new() { Name = DirectiveName.Lens, Word = "lens", Meaning = "How a layer's state is turned into words in lens, contributions and hover.", Syntax = "perLayer, frozen or author", Example = "perLayer", Otherwise = "perLayer for lens and hover, frozen for contributions", Values = lenses },
        new() { Name = DirectiveName.Layers, Word = "layers", Meaning = "The layers that analyses look at.", Syntax = "A-B, or one layer", Example = "20-29", Otherwise = "all layers" },
        new() { Name = DirectiveName.Top, Word = "top", Meaning = "How many tokens forward, lens and project list.", Syntax = "a whole number", Example = "5", Otherwise = "10 for forward, 5 for lens" },
        new() { Name = DirectiveName.Provider, Word = "provider", Meaning = "What computes.", Syntax = "auto, cpu, directml or webgpu", Example = "auto", Otherwise = "auto, the fastest that was verified", Values = providers },
        new() { Name = DirectiveName.Precision, Word = "precision", Meaning = "The precision of weights and products.", Syntax = "f32, f16, q8 or auto", Example = "f32", Otherwise = "f32", Values = precisions },
        new() { Name = DirectiveName.Edits, Word = "edits", Meaning = "Interventions that the model runs under.", Syntax = "the path of a saved file, or a JSON list", Example = "./edits.json", Otherwise = "none" },
        new() { Name = DirectiveName.Expect, Word = "expect", Meaning = "What should hold of the prediction; checked here and by interp test.", Syntax = "EXPRESSION >=, <=, >, < or == VALUE", Example = "prob(\" Paris\") >= 0.5", Otherwise = "nothing is checked", Repeatable = true },
        new() { Name = DirectiveName.Set, Word = "set", Meaning = "Any other member of a method's request.", Syntax = "METHOD.MEMBER and its JSON value", Example = "contributions.words 3", Otherwise = "each member has its own default", Repeatable = true },
        new() { Name = DirectiveName.Note, Word = "note", Meaning = "A remark for people.", Syntax = "any text", Example = "after Wang et al. 2022", Otherwise = "none", Repeatable = true },
    ];

    /// <summary>The words of all directives.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. All.Select(info => info.Word)];

    /// <summary>The directive of a word, or null.</summary>
    public static DirectiveInfo? Find(string word) => All.FirstOrDefault(info => info.Word == word);

    /// <summary>What a directive is.</summary>
    public static DirectiveInfo Of(DirectiveName name) => All[(int)name];
}
