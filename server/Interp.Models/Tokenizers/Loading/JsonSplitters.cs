using System.Text.RegularExpressions;

namespace Interp.Models.Tokenizers.Loading;

/// <summary>The section <c>pre_tokenizer</c> of a tokenizer.json.</summary>
internal static class JsonSplitters
{
    /// <summary>Runs of word characters (as <see cref="CharacterClasses.IsWord"/> has them) or of signs.</summary>
    private static readonly TextPattern WordOrSigns = TextPattern.Expression(new Regex(
        @"[\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}\u24B6-\u24E9\u200C\u200D]+|[^\s\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}\u24B6-\u24E9\u200C\u200D]+",
        RegexOptions.CultureInvariant));

    /// <summary>Appends its steps.</summary>
    public static void Read(JsonPart part, List<ITextSplitter> steps)
    {
        switch (part.Type)
        {
            case "Sequence":
                foreach (var step in part.RequiredItems("pretokenizers"))
                {
                    Read(step, steps);
                }

                break;
            case "BertPreTokenizer":
                steps.AddRange(BertParts.Splitters);
                break;
            default:
                steps.Add(ReadOne(part));
                break;
        }
    }

    private static ITextSplitter ReadOne(JsonPart part) => part.Type switch
    {
        "ByteLevel" => new ByteLevelSplitter(part.Flag("add_prefix_space", true), part.Flag("use_regex", true)),
        "Metaspace" => Metaspace(part),
        "Split" => new PatternSplitter(JsonPatterns.Read(part.RequiredChild("pattern")), Behavior(part, null), part.Flag("invert", false)),
        "Digits" => new PatternSplitter(
            TextPattern.Characters(CharacterClasses.IsNumeric),
            part.Flag("individual_digits", false) ? SplitBehavior.Isolated : SplitBehavior.Contiguous),
        "Punctuation" => new PatternSplitter(TextPattern.Characters(CharacterClasses.IsPunctuation), Behavior(part, SplitBehavior.Isolated)),
        "Whitespace" => new PatternSplitter(WordOrSigns, SplitBehavior.Removed, inverted: true),
        "WhitespaceSplit" => new PatternSplitter(TextPattern.Characters(CharacterClasses.IsWhiteSpace), SplitBehavior.Removed),
        "CharDelimiterSplit" => new PatternSplitter(TextPattern.Literal(part.RequiredText("delimiter")), SplitBehavior.Removed),
        "FixedLength" => new FixedLengthSplitter(Math.Max(1, part.Count("length") ?? 5)),
        _ => throw part.UnknownType(),
    };

    private static MetaspaceSplitter Metaspace(JsonPart part)
    {
        var mark = part.Text("replacement") ?? "\u2581";
        if (mark.Length != 1)
        {
            throw TokenizerProblems.Unsupported($"its {part.Place}.replacement is \"{mark}\", not one character");
        }

        // Before prepend_scheme there was add_prefix_space.
        var scheme = part.Text("prepend_scheme") switch
        {
            "always" => PrependScheme.Always,
            "first" => PrependScheme.First,
            "never" => PrependScheme.Never,
            null => part.Flag("add_prefix_space", true) ? PrependScheme.Always : PrependScheme.Never,
            var other => throw TokenizerProblems.Unsupported($"its {part.Place}.prepend_scheme is \"{other}\", which is not read"),
        };
        return new MetaspaceSplitter(mark[0], scheme, part.Flag("split", true));
    }

    private static SplitBehavior Behavior(JsonPart part, SplitBehavior? byDefault) => part.Text("behavior") switch
    {
        "Removed" => SplitBehavior.Removed,
        "Isolated" => SplitBehavior.Isolated,
        "MergedWithPrevious" => SplitBehavior.MergedWithPrevious,
        "MergedWithNext" => SplitBehavior.MergedWithNext,
        "Contiguous" => SplitBehavior.Contiguous,
        null => byDefault ?? throw part.Missing("behavior"),
        var other => throw TokenizerProblems.Unsupported($"its {part.Place}.behavior is \"{other}\", which is not read"),
    };
}
