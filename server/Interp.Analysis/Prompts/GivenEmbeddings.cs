using System.Text.Json.Nodes;
using Interp.Contracts;
using Interp.Models;
using Interp.Runtime;

namespace Interp.Analysis;

/// <summary>The first state of the stream as a request gives it, instead of tokens.</summary>
internal static class GivenEmbeddings
{
    private const string Member = "embeddings";

    /// <summary><paramref name="rows"/> [T][D], checked against the model, as what the engine runs.</summary>
    /// <exception cref="InterpException">SettingUnknown (tokens beside them), PromptEmpty, PromptTooLong, OutOfRange, NotAvailable.</exception>
    public static ModelInput Read(float[][] rows, AnalysisRequest request, Model model)
    {
        if (request is not { Text: null, Ids: null, TypeIds: null })
        {
            throw Settings.Unknown(Member, $"`{Member}` are given beside tokens.", $"Leave `text`, `ids` and `typeIds` out: `{Member}` take the place of all embeddings.");
        }

        if (rows.Length == 0)
        {
            throw new InterpException(ErrorKind.PromptEmpty, $"`{Member}` have no row.", "Give one row for each position.");
        }

        if (rows.Length > model.Spec.Context)
        {
            throw Prompt.TooLong(model.Name, rows.Length, model.Spec.Context);
        }

        var width = model.Spec.Width;
        var stream = new float[rows.Length * width];
        for (var position = 0; position < rows.Length; position++)
        {
            Check(rows[position], position, model);
            rows[position].CopyTo(stream, position * width);
        }

        var input = ModelInput.Embedded(stream, width);
        RunnableParts.Check(model, input);
        return input;
    }

    private static void Check(float[] row, int position, Model model)
    {
        var member = $"{Member}[{position}]";
        if (row.Length != model.Spec.Width)
        {
            throw new InterpException(
                ErrorKind.OutOfRange,
                $"`{member}` has {row.Length} numbers; the width of {model.Name} is {model.Spec.Width}.",
                $"Give {model.Spec.Width} numbers for each position.",
                new JsonObject { ["member"] = member, ["length"] = row.Length, ["width"] = model.Spec.Width });
        }

        if (!FiniteGuard.IsFinite(row))
        {
            throw new InterpException(
                ErrorKind.OutOfRange, $"`{member}` holds a number that is not finite in float32.", "Give finite numbers.", new JsonObject { ["member"] = member });
        }
    }
}
