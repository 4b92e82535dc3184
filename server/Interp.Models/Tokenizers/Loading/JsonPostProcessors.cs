using System.Text.Json;

namespace Interp.Models.Tokenizers.Loading;

/// <summary>The section <c>post_processor</c> of a tokenizer.json.</summary>
internal static class JsonPostProcessors
{
    /// <summary>Appends its steps.</summary>
    public static void Read(JsonPart part, List<IPostProcessor> steps)
    {
        switch (part.Type)
        {
            case "Sequence":
                foreach (var step in part.RequiredItems("processors"))
                {
                    Read(step, steps);
                }

                break;
            case "ByteLevel":
                AddTrimming(part, steps);
                break;
            case "BertProcessing":
                steps.Add(Ends(part));
                break;
            case "RobertaProcessing":
                AddTrimming(part, steps);
                steps.Add(Ends(part));
                break;
            case "TemplateProcessing":
                steps.Add(Template(part));
                break;
            default:
                throw part.UnknownType();
        }
    }

    private static void AddTrimming(JsonPart part, List<IPostProcessor> steps)
    {
        if (part.Flag("trim_offsets", true))
        {
            steps.Add(new OffsetTrimming(part.Flag("add_prefix_space", true)));
        }
    }

    private static TemplatePostProcessor Ends(JsonPart part) => new([IdOfPair(part, "cls")], [IdOfPair(part, "sep")]);

    private static int IdOfPair(JsonPart part, string name)
    {
        var pair = part.RequiredArray(name);
        return pair.GetArrayLength() == 2
            ? JsonPart.CountOf(pair[1], $"{part.Place}.{name}[1]")
            : throw TokenizerProblems.Damaged($"{part.Place}.{name} is not a token with its id");
    }

    private static TemplatePostProcessor Template(JsonPart part)
    {
        var ends = (Before: new List<int>(), After: new List<int>());
        var texts = 0;
        foreach (var item in part.RequiredItems("single"))
        {
            if (item.Child("Sequence") is not null)
            {
                texts++;
            }
            else
            {
                (texts == 0 ? ends.Before : ends.After).AddRange(IdsOf(part, item.RequiredChild("SpecialToken").RequiredText("id")));
            }
        }

        return texts == 1
            ? new TemplatePostProcessor(ends.Before, ends.After)
            : throw TokenizerProblems.Unsupported($"its {part.Place}.single has the text {texts} times");
    }

    private static List<int> IdsOf(JsonPart part, string name)
    {
        var token = part.RequiredChild("special_tokens").RequiredChild(name);
        return [.. token.RequiredArray("ids").EnumerateArray().Select(id => JsonPart.CountOf(id, $"{token.Place}.ids"))];
    }
}
