using Spectre.Console;

namespace Interp.Cli.Rendering;

/// <summary>A terminal: colours where it has them, columns aligned, two columns of margin.</summary>
internal sealed class TerminalPage : IPage
{
    private const string Margin = "  ";
    private readonly IAnsiConsole console;

    /// <summary>Draws on <paramref name="writer"/>, a terminal of <paramref name="width"/> columns.</summary>
    public TerminalPage(TextWriter writer, int width, bool colours)
    {
        Width = width - (2 * Margin.Length);
        console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = colours ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = colours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });

        // Lines are broken here, token by token; the console must not break them again.
        console.Profile.Width = ushort.MaxValue;
    }

    /// <inheritdoc/>
    public bool IsTerminal => true;

    /// <inheritdoc/>
    public int Width { get; }

    /// <inheritdoc/>
    public void Line(params ReadOnlySpan<Piece> pieces) => WriteWrapped(pieces.ToArray());

    /// <inheritdoc/>
    public void Facts(params ReadOnlySpan<Piece> facts)
    {
        var line = new List<Piece>();
        foreach (var fact in facts)
        {
            if (line.Count > 0)
            {
                line.Add("   ");
            }

            line.Add(fact);
        }

        WriteWrapped(line);
    }

    /// <inheritdoc/>
    public void Table(TextTable table) => Draw(Block.Of(table));

    /// <summary>Draws a block.</summary>
    public void Draw(Block block)
    {
        foreach (var line in block.Lines)
        {
            Write(line);
        }
    }

    /// <summary>The text of a piece on a terminal: numbers get a typographic minus.</summary>
    public static string TextOf(Piece piece) => piece.IsNumber ? piece.Text.Replace('-', '−') : piece.Text;

    /// <summary>Breaks a line that is too long between words.</summary>
    private void WriteWrapped(IReadOnlyList<Piece> line)
    {
        if (Block.WidthOf(line) <= Width)
        {
            Write(line);
            return;
        }

        var part = new List<Piece>();
        foreach (var word in line.SelectMany(Words))
        {
            if (part.Count > 0 && Block.WidthOf(part) + Block.WidthOf(word.Text.TrimEnd(' ')) > Width)
            {
                Write(part);
                part = [];
            }

            // A continued line does not begin with the gap before its first word.
            if (part.Count > 0 || !string.IsNullOrWhiteSpace(word.Text))
            {
                part.Add(word);
            }
        }

        Write(part);
    }

    private static IEnumerable<Piece> Words(Piece piece)
    {
        var start = 0;
        while (start < piece.Text.Length)
        {
            var blank = piece.Text.IndexOf(' ', start);
            var end = blank < 0 ? piece.Text.Length : blank + 1;
            yield return piece with { Text = piece.Text[start..end] };
            start = end;
        }
    }

    private void Write(IReadOnlyList<Piece> line)
    {
        var paragraph = new Paragraph();
        if (line.Count > 0)
        {
            paragraph.Append(Margin);
        }

        // Trailing blanks would only make a copied line longer.
        var last = line.Count - 1;
        while (last >= 0 && string.IsNullOrWhiteSpace(line[last].Text))
        {
            last--;
        }

        for (var i = 0; i <= last; i++)
        {
            paragraph.Append(TextOf(line[i]), StyleOf(line[i].Tone));
        }

        console.Write(paragraph);
        console.WriteLine();
    }

    // Blue and orange are readable on dark and light grounds alike; the rest are the terminal's own sixteen, which follow its theme.
    private static Style StyleOf(Tone tone) => tone switch
    {
        Tone.Dim => new Style(Color.Grey),
        Tone.Strong => new Style(decoration: Decoration.Bold),
        Tone.Raises => new Style(new Color(0x4C, 0x9B, 0xE8)),
        Tone.Lowers => new Style(new Color(0xE8, 0x91, 0x4A)),
        Tone.Good => new Style(Color.Green),
        Tone.Caution => new Style(Color.Olive),
        Tone.Verb => new Style(Color.Olive),
        Tone.Literal => new Style(Color.Maroon),
        Tone.Marked => new Style(decoration: Decoration.Invert | Decoration.Bold),
        _ => Style.Plain,
    };
}
