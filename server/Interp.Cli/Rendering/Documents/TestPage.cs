using System.Globalization;
using Interp.Contracts;
using Interp.Figures;

namespace Interp.Cli.Rendering.Documents;

/// <summary>Page of <c>test</c>: every expectation with its value, every problem with its place, and the count at the end.</summary>
internal static class TestPage
{
    /// <summary>Writes the page.</summary>
    public static void Write(TestResult result, IPage page)
    {
        foreach (var file in result.Files)
        {
            page.Line(Piece.Strong(Visible(file.Path)));
            foreach (var problem in file.Problems)
            {
                page.Line(new Piece("! ", Tone.Caution), $"{Number(problem.Line)}:{Number(problem.Column)} {Visible(problem.Message)} ", Piece.Dim(Visible(problem.Hint)));
            }

            foreach (var block in file.Blocks.Where(block => block.Expectations.Count > 0))
            {
                Write(block, page);
            }
        }

        page.Line($"{Number(result.Passed)} passed, {Number(result.Failed)} failed");
    }

    private static void Write(TestedBlock block, IPage page)
    {
        page.Line(block.Name.Length > 0 ? $"  {Visible(block.Name)}" : $"  line {Number(block.Line)}");
        foreach (var expectation in block.Expectations)
        {
            var mark = expectation.Met ? new Piece("    ✓ ", Tone.Good) : new Piece("    ✗ ", Tone.Caution);
            if (expectation.Met)
            {
                page.Line(mark, $"{Visible(expectation.Expression)} {Visible(expectation.Bound)} ", Piece.Dim($"({Visible(expectation.Value ?? "")})"));
            }
            else
            {
                page.Line(mark, $"line {Number(expectation.Line)}: {Visible(expectation.Message ?? "")} ", Piece.Dim(Visible(expectation.Hint ?? "")));
            }
        }
    }

    // Blanks inside sentences are no tokens: only what cannot be seen is spelled out.
    private static string Visible(string text) => string.Concat(text.EnumerateRunes().Select(rune => rune.Value == ' ' ? " " : TokenLabel.Of(rune.ToString())));

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
