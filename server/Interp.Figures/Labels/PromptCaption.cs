using Interp.Contracts;
using Interp.Figures.Drawing;

namespace Interp.Figures;

/// <summary>What a picture was made from, in one line: model, lens, and the end of the prompt.</summary>
internal static class PromptCaption
{
    private const double WidestModel = 200;

    /// <summary>The line for <paramref name="result"/>, its prompt up to position <paramref name="last"/>, within <paramref name="width"/> page units.</summary>
    public static string Of(AnalysisResult result, string mode, int last, double width)
    {
        var head = (result.Model is { } model ? FigureFonts.Fit(model.Name, Sheet.SmallSize, WidestModel) + ", " : "") + "lens " + mode;
        if (result.Tokens is not { Count: > 0 } tokens)
        {
            return head;
        }

        var parts = PromptText.Of(tokens);
        var text = parts[^1].First > last ? "…" : "";
        foreach (var part in parts.Where(part => part.First <= last).Reverse())
        {
            if (FigureFonts.WidthOf($"{head}, prompt: …{part.Label}{text}", Sheet.SmallSize, bold: false) > width)
            {
                return $"{head}, prompt: …{text}";
            }

            text = part.Label + text;
        }

        return $"{head}, prompt: {text}";
    }
}
