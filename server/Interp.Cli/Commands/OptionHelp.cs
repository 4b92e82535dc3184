namespace Interp.Cli.Commands;

/// <summary>One sentence for every request member: what it changes, and its default.</summary>
internal static class OptionHelp
{
    private static readonly Dictionary<string, string> sentences = new(StringComparer.Ordinal)
    {
        ["ids"] = "The prompt as token ids, instead of PROMPT.",
        ["embeddings"] = "Rows of numbers that enter block 0, one a position, instead of a prompt: for checkpoints without a token embedding.",
        ["typeIds"] = "Segments of a BERT prompt, one a token; zeros by default.",
        ["device"] = "Graphics adapter by index or by a part of its name.",
        ["edits"] = "Interventions to run under: JSON, or the path of a saved file.",
        ["taps"] = "Activations to return, e.g. blocks.5.hook_resid_post; * stands for a whole part between dots.",
        ["positions"] = "Positions to report, in this order; all by default; -1 is the last.",
        ["position"] = "The analysed position; the last by default; negative counts from the end. Of a masked prompt give that of the mask; `interp tokenize` counts.",
        ["top"] = "Length of the lists of greatest values.",
        ["bottom"] = "Length of the lists of smallest values.",
        ["special"] = "Whether the tokens that the model's post-processor adds are included; they are by default.",
        ["vectors"] = "Vectors to project, as objects { kind, layer, ... }.",
        ["mode"] = "Lens: perLayer (each row through the final norm by itself), frozen (the scale of the real final state) or author; project also knows auto and weights.",
        ["target"] = "The token to follow: its text (\" Paris\"), or digits for an id; digits as text in JSON quotes ('\"7\"').",
        ["contrast"] = "A second token: scores become differences between target and contrast.",
        ["entropy"] = "Whether entropies in bits are computed; they are by default.",
        ["mid"] = "Also show the stream between attention and feed-forward; off by default.",
        ["follow"] = "Token to follow without a target: argmax (default) or next, the prompt's next token.",
        ["levels"] = "What to score: layers, biases, heads, headPositions, ffNeurons, attentionUnits, attentionNeurons.",
        ["inLayers"] = "Only heads and neurons of these layers; all by default.",
        ["score"] = "Score of feed-forward neurons: increase (default), logProb, probIncrease, norm, coefficient, coefficientNorm, rank or coefficientRank.",
        ["maxEvaluations"] = "Stop the exact selection after so many projections a level; the lists are then not certified.",
        ["words"] = "Tokens that each listed neuron raises and lowers, so many a side.",
        ["reads"] = "Whether listed heads name the position that they read from.",
        ["rows"] = "Heads { layer, head } or neurons { layer, neuron } to score in any case.",
        ["queries"] = "What excited the value neurons: { of, count, form, normalise, neurons, top, shares }.",
    };

    /// <summary>Members that change nothing in this version: accepted, and refused by the analyses with their reason.</summary>
    private static readonly string[] withoutEffect = ["device", "edits"];

    /// <summary>The members that have a sentence.</summary>
    public static IReadOnlyCollection<string> Members => sentences.Keys;

    /// <summary>Whether help lists <paramref name="member"/>.</summary>
    public static bool Shows(string member) => !withoutEffect.Contains(member, StringComparer.Ordinal);

    /// <summary>The sentence of <paramref name="member"/>.</summary>
    public static string Of(string member) => sentences.TryGetValue(member, out var sentence) ? sentence : $"Member {member} of the request.";
}
