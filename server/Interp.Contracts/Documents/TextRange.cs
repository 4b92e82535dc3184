namespace Interp.Contracts;

/// <summary>A place in a document: line and UTF-16 code unit in it, both from 0.</summary>
public readonly record struct TextPosition(int Line, int Character) : IComparable<TextPosition>
{
    /// <summary>Order in the document.</summary>
    public int CompareTo(TextPosition other) => (Line, Character).CompareTo((other.Line, other.Character));

    public static bool operator <(TextPosition left, TextPosition right) => left.CompareTo(right) < 0;

    public static bool operator >(TextPosition left, TextPosition right) => left.CompareTo(right) > 0;

    public static bool operator <=(TextPosition left, TextPosition right) => left.CompareTo(right) <= 0;

    public static bool operator >=(TextPosition left, TextPosition right) => left.CompareTo(right) >= 0;
}

/// <summary>A stretch of a document; its end is the first place after it.</summary>
public readonly record struct TextRange(TextPosition Start, TextPosition End);
