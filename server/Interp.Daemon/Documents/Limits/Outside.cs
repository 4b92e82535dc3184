using System.Globalization;
using System.Text.Json.Nodes;
using Interp.Contracts;
using Interp.Figures;

namespace Interp.Daemon.Documents;

/// <summary>Refusals of numbers that a model or a prompt does not have, in the words of a document.</summary>
internal static class Outside
{
    /// <summary>A layer, or a range of layers.</summary>
    /// <param name="written">As the document has it.</param>
    /// <param name="reaches">True where the model has some of the layers.</param>
    /// <param name="last">The model's last layer.</param>
    public static InterpException Layers(string written, bool reaches, int last) => Refusal(
        $"This model has {Span("layer", last)}; {written} {(reaches ? "goes beyond" : "lies outside")}.",
        last == 0 ? "Write 0." : $"Write layers from 0 to {Text(last)}.",
        last);

    /// <summary>A head or neuron of a layer that the model has.</summary>
    /// <param name="noun">Which of both.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="written">Its number.</param>
    /// <param name="last">The last one of the layer; -1 where there are none.</param>
    public static InterpException Unit(string noun, int layer, int written, int last) => last < 0
        ? Refusal($"This model has no {noun}s.", "Leave the line out, or write another part.", last)
        : Refusal(
            $"Layer {Text(layer)} of this model has {Span(noun, last)}; {Text(written)} lies outside.",
            last == 0 ? "Write 0." : $"Write a number from 0 to {Text(last)}.",
            last);

    /// <summary>A position of the prompt.</summary>
    public static InterpException Position(int written, int last) => Refusal(
        $"The prompt has {Span("position", last)}; {Text(written)} lies outside.",
        last == 0 ? "Write 0, or -1." : $"Write a number from 0 to {Text(last)}, or from -1 back to {Text(-last - 1)}, counted from the end.",
        last);

    /// <summary>The id of a token.</summary>
    public static InterpException Token(int written, int last) => Refusal(
        $"This model has tokens 0 to {NumberText.Count(last)}; {Text(written)} lies outside.", "Write the id of one of them, or its text in quotes.", last);

    private static InterpException Refusal(string message, string hint, int last) =>
        new(ErrorKind.OutOfRange, message, hint, new JsonObject { ["first"] = 0, ["last"] = last });

    private static string Span(string noun, int last) => last == 0 ? $"only {noun} 0" : $"{noun}s 0 to {Text(last)}";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
