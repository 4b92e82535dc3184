using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Interp.Analysis;

/// <summary>
/// Halves of surrogate pairs that a JSON text spells as escapes. They are no Unicode and no parser gives them out; an editor may hold them all
/// the same, where a text was cut in the middle of a character. Each reads as U+FFFD, so that no offset moves.
/// </summary>
internal static class LoneSurrogates
{
    private const int EscapeLength = 6;

    /// <summary>The value with every lone half replaced; the same value where there is none.</summary>
    public static JsonElement Replaced(JsonElement json)
    {
        if (Replaced(JsonMarshal.GetRawUtf8Value(json)) is not { } mended)
        {
            return json;
        }

        using var document = JsonDocument.Parse(mended);
        return document.RootElement.Clone();
    }

    private static byte[]? Replaced(ReadOnlySpan<byte> json)
    {
        byte[]? mended = null;
        var at = 0;
        while (json[at..].IndexOf((byte)'\\') is >= 0 and var skipped)
        {
            at += skipped;
            var unit = UnitAt(json, at);
            var isPair = char.IsHighSurrogate(unit) && char.IsLowSurrogate(UnitAt(json, at + EscapeLength));
            if (char.IsSurrogate(unit) && !isPair)
            {
                mended ??= json.ToArray();
                "\\uFFFD"u8.CopyTo(mended.AsSpan(at));
            }

            at += isPair ? 2 * EscapeLength : 2;
        }

        return mended;
    }

    /// <summary>The unit that an escape at <paramref name="at"/> spells; 0 where none stands there.</summary>
    private static char UnitAt(ReadOnlySpan<byte> json, int at) => at + EscapeLength <= json.Length && json[at] == '\\' && json[at + 1] == 'u'
        && ushort.TryParse(json.Slice(at + 2, EscapeLength - 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit) ? (char)unit : '\0';
}
