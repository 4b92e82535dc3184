using System.Text;
using System.Text.Json;

namespace Interp.Models.Tokenizers.Loading;

/// <summary>The section <c>normalizer</c> of a tokenizer.json.</summary>
internal static class JsonNormalizers
{
    /// <summary>Reads it.</summary>
    public static ITextNormalizer Read(JsonPart part) => part.Type switch
    {
        "Sequence" => new NormalizerSequence([.. part.RequiredItems("normalizers").Select(Read)]),
        "NFC" => new UnicodeFormNormalizer(NormalizationForm.FormC),
        "NFD" => new UnicodeFormNormalizer(NormalizationForm.FormD),
        "NFKC" => new UnicodeFormNormalizer(NormalizationForm.FormKC),
        "NFKD" => new UnicodeFormNormalizer(NormalizationForm.FormKD),
        "Lowercase" => new LowercaseNormalizer(),
        "StripAccents" => CharacterFilter.WithoutMarks,
        "Strip" => new StripNormalizer(part.Flag("strip_left", true), part.Flag("strip_right", true)),
        "Prepend" => new PrependNormalizer(part.RequiredText("prepend")),
        "Replace" => new ReplaceNormalizer(JsonPatterns.Read(part.RequiredChild("pattern")), part.RequiredText("content")),
        "Nmt" => CharacterFilter.Nmt,
        "ByteLevel" => new ByteLevelNormalizer(),
        "Precompiled" => Precompiled(part),
        "BertNormalizer" => BertParts.Normalizer(
            part.Flag("lowercase", true), part.Flag("strip_accents"), part.Flag("clean_text", true), part.Flag("handle_chinese_chars", true)),
        _ => throw part.UnknownType(),
    };

    private static PrecompiledNormalizer Precompiled(JsonPart part)
    {
        _ = part.RequiredText("precompiled_charsmap");
        return part.Element.GetProperty("precompiled_charsmap").TryGetBytesFromBase64(out var table)
            ? new PrecompiledNormalizer(table)
            : throw TokenizerProblems.Damaged($"{part.Place}.precompiled_charsmap is no base64");
    }
}
