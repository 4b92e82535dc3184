using System.CommandLine;
using System.Text.Json.Nodes;
using Interp.Analysis;
using Interp.Cli.Commands;
using Interp.Cli.Output;
using Interp.Contracts;
using Interp.Figures;

namespace Interp.Cli.Verbs;

/// <summary>An analysis as a verb: its request's members are the options.</summary>
internal sealed class AnalysisVerb(IAnalysis analysis) : Verb
{
    // Given as the verb, as PROMPT, or as options of every verb.
    private static readonly string[] elsewhere = ["method", "text", "model", "provider", "precision"];

    // One of them says what is run.
    private static readonly string[] prompts = ["text", "ids", "embeddings"];

    private readonly List<MemberOption> members = [];
    private readonly VectorShorthands shorthands = new();
    private readonly Option<string> html = new("--html")
    {
        HelpName = "FILE",
        Description = "Write the interactive page to FILE.html; it needs no other file and no network.",
        Arity = ArgumentArity.ExactlyOne,
    };
    private readonly Argument<string?> prompt = new("PROMPT")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "The prompt, in quotes; - reads it from standard input (one last line break is left out).",
    };

    /// <inheritdoc/>
    public override string Name => analysis.Method;

    /// <inheritdoc/>
    public override string Summary => analysis.Summary;

    /// <inheritdoc/>
    public override string OutHelp => $"Write to FILE: {string.Join(", ", ResultWriter.Extensions(Name))}.";

    /// <inheritdoc/>
    public override void Describe(Command command)
    {
        command.Add(prompt);
        foreach (var property in analysis.RequestType.Properties.Where(property => !elsewhere.Contains(property.Name, StringComparer.Ordinal)))
        {
            var member = new MemberOption(property);
            members.Add(member);
            foreach (var option in member.Options)
            {
                command.Add(option);
            }
        }

        if (HtmlPage.Has(Name))
        {
            command.Add(html);
        }

        if (HasVectors)
        {
            shorthands.Describe(command);
        }
    }

    /// <inheritdoc/>
    public override int Run(Invocation invocation)
    {
        var writer = new ResultWriter(invocation, analysis.Method, invocation.Json, HtmlPage.Has(Name) ? invocation.Parsed.GetValue(html) : null);
        using var session = new Session(invocation);
        var given = Request(invocation);
        if (!HasVectors && !prompts.Any(given.ContainsKey))
        {
            throw new UsageException($"`interp {Name}` needs PROMPT.", $"Write interp {Name} \"The capital of France is\", for example; `interp {Name} --help` shows how it is used.");
        }

        try
        {
            var request = RequestReader.Read(analysis, JsonElements.Of(given));
            writer.Check(request);
            writer.Write(session.Run(analysis, request), analysis.ResultType);
        }
        catch (InterpException failure)
        {
            var spelling = new OptionSpelling(members);
            throw new InterpException(failure.Kind, spelling.Of(shorthands.Spelled(failure.Message)), failure.Hint is { } hint ? spelling.Of(hint) : null, failure.Facts, failure);
        }

        return ExitCodes.Done;
    }

    /// <summary>The request that a command line spells.</summary>
    internal JsonObject Request(Invocation invocation)
    {
        var parsed = invocation.Parsed;
        var request = new JsonObject { ["method"] = analysis.Method };
        Add(request, "model", parsed.GetValue(invocation.Common.Model));
        Add(request, "provider", parsed.GetValue(invocation.Common.Provider));
        Add(request, "precision", parsed.GetValue(invocation.Common.Precision));
        Add(request, "text", PromptText(parsed.GetValue(prompt), invocation));
        foreach (var member in members)
        {
            Add(request, member.Member, member.Read(parsed));
        }

        if (HasVectors)
        {
            shorthands.AddTo(request, parsed);
        }

        return request;
    }

    private bool HasVectors => members.Any(member => member.Member == VectorShorthands.Member);

    private static void Add(JsonObject request, string member, JsonNode? value)
    {
        if (value is not null)
        {
            request[member] = value;
        }
    }

    private static string? PromptText(string? given, Invocation invocation)
    {
        if (given is not "-")
        {
            return given;
        }

        using var input = invocation.Console.OpenInput();
        var text = TextInput.Decode(TextInput.ReadBytes(input, invocation.Cancel), "standard input");
        return text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
    }
}
