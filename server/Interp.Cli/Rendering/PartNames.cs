using System.Globalization;
using Interp.Contracts;

namespace Interp.Cli.Rendering;

/// <summary>Names of parts of the stream: <c>L.H</c>, <c>L.N</c>, <c>attn 23</c>.</summary>
internal static class PartNames
{
    /// <summary>A component of the stream.</summary>
    public static string Of(LayerRow row) => Of(row.Component, row.Layer);

    /// <summary>A component of the stream.</summary>
    public static string Of(string component, int? layer) => layer is int number ? $"{component} {Text(number)}" : component;

    /// <summary>Numbers joined by dots.</summary>
    public static string Dotted(params ReadOnlySpan<int> numbers)
    {
        var parts = new string[numbers.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            parts[i] = Text(numbers[i]);
        }

        return string.Join('.', parts);
    }

    /// <summary>A number that is a name: no separators.</summary>
    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
