using System.Text.RegularExpressions;

namespace Interp.Analysis.Tests.Golden;

/// <summary>A pattern of dotted paths: <c>*</c> is one member or index, <c>**</c> any depth.</summary>
internal sealed class PathGlob
{
    private readonly Regex expression;

    public PathGlob(string glob)
    {
        var parts = glob.Split('.').Select(part => part == "**" ? "(?:[^.]+\\.)*" : Regex.Escape(part).Replace("\\*", "[^.]*", StringComparison.Ordinal) + "\\.");
        var pattern = string.Concat(parts);

        // At the end any depth is at least one.
        if (glob.EndsWith("**", StringComparison.Ordinal))
        {
            pattern = pattern[..^1] + "+";
        }

        expression = new Regex($"^{pattern}$", RegexOptions.CultureInvariant);
    }

    public bool Matches(string path) => expression.IsMatch(path + ".");
}
