using Interp.Contracts;

namespace Interp.Figures;

/// <summary>The bundled script and styles of one view, as they may stand inside a page.</summary>
internal sealed class ViewFiles
{
    /// <summary>Reads <c>VIEW.js</c> and <c>VIEW.css</c> of <paramref name="folder"/>.</summary>
    /// <exception cref="InterpException">FileProblem: one of them cannot be read.</exception>
    public ViewFiles(string folder, string view)
    {
        Script = WithoutEnd(Read(folder, view + ".js"), "</script", "<\\/script").Replace("<!--", "\\x3C!--", StringComparison.Ordinal);
        Styles = WithoutEnd(Read(folder, view + ".css"), "</style", "<\\/style");
    }

    /// <summary>The script; no text in it ends a script element.</summary>
    public string Script { get; }

    /// <summary>The styles; no text in them ends a style element.</summary>
    public string Styles { get; }

    private static string Read(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        try
        {
            return File.ReadAllText(path).ReplaceLineEndings("\n");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InterpException(
                ErrorKind.FileProblem,
                $"The view that a page is made of cannot be read: {path}.",
                "Start the program with ./interp, which builds the views beside it.",
                inner: failure);
        }
    }

    private static string WithoutEnd(string text, string end, string instead) => text.Replace(end, instead, StringComparison.OrdinalIgnoreCase);
}
