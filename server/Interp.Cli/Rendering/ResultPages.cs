using Interp.Contracts;

namespace Interp.Cli.Rendering;

/// <summary>The page of each kind of result.</summary>
internal static class ResultPages
{
    /// <summary>Writes <paramref name="result"/>, its warnings last.</summary>
    public static void Write(AnalysisResult result, IPage page)
    {
        switch (result)
        {
            case ForwardResult forward:
                ForwardPage.Write(forward, page);
                break;
            case TokenizeResult tokenize:
                TokenizePage.Write(tokenize, page);
                break;
            case LensResult lens:
                LensPage.Write(lens, page);
                break;
            case ProjectResult project:
                ProjectPage.Write(project, page);
                break;
            case ExplainResult explain:
                ExplainPage.Write(explain, page);
                break;
            case ContributionsResult contributions:
                ContributionsPage.Write(contributions, page);
                break;
            default:
                throw new ArgumentException($"There is no page for {result.GetType().Name}.", nameof(result));
        }

        foreach (var warning in result.Warnings)
        {
            page.Facts(new Piece("!", Tone.Caution), new Piece(warning, Tone.Caution));
        }
    }
}
