using System.Globalization;
using System.Text.Json;

namespace Interp.Models.Tokenizers.Loading;

/// <summary>A model of a tokenizer.json with what the rest of the file needs of it.</summary>
internal sealed record JsonModel(string Type, Vocabulary Vocabulary, IPieceModel Model)
{
    /// <summary>What the last character of a word is marked with; empty for none.</summary>
    public string EndOfWordSuffix { get; init; } = "";
}

/// <summary>The section <c>model</c> of a tokenizer.json.</summary>
internal static class JsonModels
{
    /// <summary>Reads it; where the type is missing, as in old files, it is known by its members.</summary>
    public static JsonModel Read(JsonPart model)
    {
        var type = model.Text("type") ?? Guess(model);
        return type switch
        {
            "BPE" => Bpe(model),
            "Unigram" => Unigram(model),
            "WordPiece" => WordPiece(model),
            "WordLevel" => WordLevel(model),
            _ => throw TokenizerProblems.Unsupported($"its model has the type \"{type}\", which is not read"),
        };
    }

    private static string Guess(JsonPart model)
    {
        if (model.Element.TryGetProperty("merges", out _))
        {
            return "BPE";
        }

        if (model.Element.TryGetProperty("unk_id", out _))
        {
            return "Unigram";
        }

        return model.Element.TryGetProperty("continuing_subword_prefix", out _) ? "WordPiece"
            : model.Element.TryGetProperty("vocab", out _) ? "WordLevel"
            : throw model.Missing("type");
    }

    private static Vocabulary VocabularyOf(JsonPart model) =>
        JsonFiles.ReadVocabulary(model.Element.TryGetProperty("vocab", out var vocab) ? vocab : throw model.Missing("vocab"), "model.vocab");

    private static JsonModel Bpe(JsonPart model)
    {
        var vocabulary = VocabularyOf(model);
        var settings = new BpeSettings
        {
            Unknown = model.Text("unk_token"),
            FuseUnknown = model.Flag("fuse_unk", false),
            ByteFallback = model.Flag("byte_fallback", false),
            IgnoreMerges = model.Flag("ignore_merges", false),
            ContinuingPrefix = model.Text("continuing_subword_prefix") ?? "",
            EndOfWordSuffix = model.Text("end_of_word_suffix") ?? "",
        };
        if (settings.Unknown is { } unknown && !vocabulary.TryGetId(unknown, out _))
        {
            throw TokenizerProblems.Damaged($"its unknown token \"{unknown}\" is no entry of the vocabulary");
        }

        var bpe = new BpeModel(vocabulary, MergesOf(model), settings);
        bpe.CheckMerges();
        return new JsonModel("BPE", vocabulary, bpe) { EndOfWordSuffix = settings.EndOfWordSuffix };
    }

    private static MergeList MergesOf(JsonPart model)
    {
        var stored = model.RequiredArray("merges");
        var pairs = new List<(string Left, string Right)>(stored.GetArrayLength());
        foreach (var merge in stored.EnumerateArray())
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"model.merges[{pairs.Count}]");
            if (merge.ValueKind == JsonValueKind.Array && merge.GetArrayLength() == 2)
            {
                pairs.Add((JsonPart.TextOf(merge[0], place), JsonPart.TextOf(merge[1], place)));
            }
            else if (JsonPart.TextOf(merge, place).Split(' ') is [var left, var right])
            {
                pairs.Add((left, right));
            }
            else
            {
                throw TokenizerProblems.Damaged($"{place} is not two pieces");
            }
        }

        return MergeList.FromPairs(pairs);
    }

    private static JsonModel Unigram(JsonPart model)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        var scores = new List<double>();
        foreach (var entry in model.RequiredArray("vocab").EnumerateArray())
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"model.vocab[{scores.Count}]");
            if (entry.ValueKind != JsonValueKind.Array || entry.GetArrayLength() != 2
                || entry[1].ValueKind != JsonValueKind.Number || !entry[1].TryGetDouble(out var score) || !double.IsFinite(score))
            {
                throw TokenizerProblems.Damaged($"{place} is not a piece with its score");
            }

            ids[JsonPart.TextOf(entry[0], place)] = scores.Count;
            scores.Add(score);
        }

        if (scores.Count == 0)
        {
            throw TokenizerProblems.Damaged("model.vocab is empty");
        }

        var unknown = model.Count("unk_id") ?? -1;
        if (unknown >= scores.Count)
        {
            throw TokenizerProblems.Damaged(string.Create(CultureInfo.InvariantCulture, $"model.unk_id is {unknown} with {scores.Count} entries"));
        }

        var vocabulary = Vocabulary.FromIds(ids);
        return new JsonModel("Unigram", vocabulary, new UnigramModel(vocabulary, [.. scores], unknown, model.Flag("byte_fallback", false)));
    }

    private static JsonModel WordPiece(JsonPart model)
    {
        var vocabulary = VocabularyOf(model);
        return new JsonModel("WordPiece", vocabulary, new WordPieceModel(
            vocabulary,
            model.Text("unk_token") ?? "[UNK]",
            model.Text("continuing_subword_prefix") ?? "##",
            model.Count("max_input_chars_per_word") ?? BertParts.LongestWord));
    }

    private static JsonModel WordLevel(JsonPart model)
    {
        var vocabulary = VocabularyOf(model);
        return new JsonModel("WordLevel", vocabulary, new WordLevelModel(vocabulary, model.Text("unk_token")));
    }
}
