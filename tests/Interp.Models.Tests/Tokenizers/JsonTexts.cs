using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Interp.Models.Tests.Tokenizers;

/// <summary>Texts of JSON with unpaired surrogates, which System.Text.Json refuses to give out.</summary>
internal static class JsonTexts
{
    public static string Read(JsonElement element)
    {
        var raw = element.GetRawText().AsSpan()[1..^1];
        var text = new StringBuilder(raw.Length);
        while (!raw.IsEmpty)
        {
            if (raw[0] != '\\')
            {
                text.Append(raw[0]);
                raw = raw[1..];
            }
            else if (raw[1] == 'u')
            {
                text.Append((char)ushort.Parse(raw.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                raw = raw[6..];
            }
            else
            {
                text.Append(raw[1] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'b' => '\b', 'f' => '\f', var other => other });
                raw = raw[2..];
            }
        }

        return text.ToString();
    }
}
