using System.Numerics;
using System.Text.Json.Nodes;
using Interp.Contracts;
using Interp.Runtime;

namespace Interp.Analysis;

/// <summary>Stops not-a-number and infinity before they become an answer.</summary>
public static class FiniteGuard
{
    /// <summary>Checks whole rows of a tap of width D.</summary>
    /// <exception cref="InterpException">NotFinite naming tap, layer and position.</exception>
    public static void Check(TapTensor tap, int? layer, IEnumerable<int> positions)
    {
        foreach (var position in positions)
        {
            Check(tap.Row(position), tap.Name, layer, position);
        }
    }

    /// <summary>Checks values that belong to one tap and position.</summary>
    /// <exception cref="InterpException">NotFinite naming tap, layer and position.</exception>
    public static void Check(ReadOnlySpan<float> values, string tap, int? layer, int position)
    {
        if (!IsFinite(values))
        {
            throw NotFinite(tap, layer, position);
        }
    }

    /// <summary>True when every value is a number.</summary>
    public static bool IsFinite(ReadOnlySpan<float> values)
    {
        // x - x is 0 for numbers and not-a-number for the rest, and a sum keeps that.
        var sum = Vector<float>.Zero;
        var vectors = values[..(values.Length - (values.Length % Vector<float>.Count))];
        for (var index = 0; index < vectors.Length; index += Vector<float>.Count)
        {
            var part = new Vector<float>(vectors[index..]);
            sum += part - part;
        }

        var rest = 0f;
        foreach (var value in values[vectors.Length..])
        {
            rest += value - value;
        }

        return Vector.Sum(sum) + rest == 0;
    }

    /// <summary>The refusal: which tap, layer and position is not a number.</summary>
    public static InterpException NotFinite(string tap, int? layer, int position)
    {
        var where = layer is int block ? $"layer {block}, position {position}" : $"position {position}";
        var facts = new JsonObject { ["tap"] = tap, ["position"] = position };
        if (layer is int known)
        {
            facts["layer"] = known;
        }

        return new InterpException(
            ErrorKind.NotFinite, $"`{tap}` at {where} is not a number.", "Check the model's weights with `interp models verify`.", facts);
    }
}
