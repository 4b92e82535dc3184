using Interp.Models.Formats.Gguf;

namespace Interp.Models.Tokenizers.Loading;

/// <summary>Tokenizers in the header of GGUF files, kinds <c>gpt2</c>, <c>llama</c> and <c>bert</c>.</summary>
internal static class GgufTokenizer
{
    private const string Prefix = "tokenizer.ggml.";
    private const char WordMark = '\u2581';

    /// <summary>The tokenizer, or null where the file has none.</summary>
    /// <exception cref="Contracts.InterpException">ModelUnsupported: another kind, named. ModelDamaged.</exception>
    public static ITextTokenizer? Read(GgufMetadata metadata)
    {
        var kind = metadata.Text(Prefix + "model");
        if (kind is null or "none" or "no_vocab")
        {
            return null;
        }

        var entries = new GgufEntries(metadata);
        var parts = kind switch
        {
            "gpt2" => ByteLevel(metadata, entries),
            "llama" => SentencePiece(metadata, entries),
            "bert" => Bert(entries),
            _ => throw TokenizerProblems.Unsupported($"its kind \"{kind}\" is not read; gpt2, llama and bert are"),
        };
        var repeated = entries.Pieces.Length - parts.Vocabulary.Count;
        return new TextTokenizer(repeated == 0 ? parts : parts with
        {
            Warnings = [.. parts.Warnings, $"entriesTwice: {repeated} entries of the tokenizer have the text of another; the last one of each text is used"],
        });
    }

    private static TokenizerParts ByteLevel(GgufMetadata metadata, GgufEntries entries)
    {
        var name = metadata.Text(Prefix + "pre");
        var cut = KnownCut.Of(name);
        var merges = metadata.Texts(Prefix + "merges") ?? throw TokenizerProblems.Damaged("it has no merges");
        var vocabulary = Vocabulary.FromList(entries.Pieces);
        var named = name is null ? "the file does not name it" : $"\"{name}\"";
        return entries.Parts(vocabulary, bosByDefault: false) with
        {
            Kind = "byte-level BPE",
            Model = new BpeModel(
                vocabulary, MergeList.FromLines(merges.Count, index => merges[index]), new BpeSettings { IgnoreMerges = cut.IgnoreMerges }),
            Normalizer = cut.Normalizer,
            Splitters = cut.Splitters,
            Decode = PieceDecoders.ByteLevel,
            Warnings = cut.IsKnown ? [] : [$"cutUnknown: how this tokenizer cuts a text before the merges is not known ({named}); GPT-2's cut is used, and tokens may differ from the model's own"],
        };
    }

    private static TokenizerParts SentencePiece(GgufMetadata metadata, GgufEntries entries)
    {
        var scores = metadata.Numbers(Prefix + "scores") ?? throw TokenizerProblems.Damaged("it has no scores");
        if (scores.Length != entries.Pieces.Length)
        {
            throw TokenizerProblems.Damaged($"it has {entries.Pieces.Length} entries and {scores.Length} scores");
        }

        var vocabulary = Vocabulary.FromList(entries.Pieces);
        var marks = new ReplaceNormalizer(TextPattern.Literal(" "), WordMark.ToString());
        var unknown = vocabulary.PieceOf((int)(metadata.Integer(Prefix + "unknown_token_id") ?? 0));
        return entries.Parts(vocabulary, bosByDefault: true) with
        {
            Kind = "SentencePiece BPE",
            Model = new BpeModel(
                vocabulary,
                new ScoredMerges(scores, entries.IsNormal),
                new BpeSettings { Unknown = unknown, FuseUnknown = true, ByteFallback = true }),
            Normalizer = metadata.Flag(Prefix + "add_space_prefix") ?? true
                ? new NormalizerSequence([new PrependNormalizer(WordMark.ToString()), marks])
                : marks,
            Decode = piece => PieceDecoders.ByteFallback(piece.Replace(WordMark, ' ')),
        };
    }

    private static TokenizerParts Bert(GgufEntries entries)
    {
        // Words begin with U+2581 in these files, continuations with nothing; BERT itself writes it the other way round.
        var pieces = Array.ConvertAll(entries.Pieces, piece => piece);
        for (var id = 0; id < pieces.Length; id++)
        {
            if (entries.IsNormal(id))
            {
                pieces[id] = pieces[id].StartsWith(WordMark) ? pieces[id][1..] : "##" + pieces[id];
            }
        }

        var vocabulary = Vocabulary.FromList(pieces);
        return entries.Parts(vocabulary, bosByDefault: false) with
        {
            Kind = "WordPiece",
            Model = new WordPieceModel(vocabulary, entries.PieceNamed("unknown_token_id", "[UNK]"), "##", BertParts.LongestWord),
            Normalizer = BertParts.Normalizer(lowercase: true),
            Splitters = BertParts.Splitters,
            PostProcessors =
            [
                new TemplatePostProcessor([entries.IdNamed("cls_token_id", "[CLS]")], [entries.IdNamed("seperator_token_id", "[SEP]")]),
            ],
            Decode = PieceDecoders.WordPiece("##"),
        };
    }
}
