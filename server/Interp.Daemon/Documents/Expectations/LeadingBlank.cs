using Interp.Contracts;

namespace Interp.Daemon.Documents;

/// <summary>Tokens that were written without the blank that the model puts in front of them.</summary>
internal static class LeadingBlank
{
    private const double MuchLess = 0.1;

    /// <summary>The token with a blank in front, where the model says that one and the written one is far less likely; else null.</summary>
    /// <param name="written">As written.</param>
    /// <param name="probability">Of the written one.</param>
    /// <param name="top">The most probable tokens.</param>
    public static TokenProbability? Better(TokenChoice? written, double probability, IReadOnlyList<TokenProbability> top)
    {
        if (written?.Text is not { Length: > 0 } text || char.IsWhiteSpace(text[0]))
        {
            return null;
        }

        var spelled = top.FirstOrDefault(token => token.Text.Length == text.Length + 1 && token.Text[0] == ' ' && token.Text.EndsWith(text, StringComparison.Ordinal));
        return spelled is not null && probability < MuchLess * spelled.Prob ? spelled : null;
    }
}
