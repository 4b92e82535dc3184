namespace Interp.Models.Tokenizers.Loading;

/// <summary>Folders without a tokenizer.json: byte-level BPE from vocabulary and merges, WordPiece from <c>vocab.txt</c>.</summary>
internal static class VocabularyFiles
{
    private const long LargestFile = 256L << 20;

    /// <summary>The tokenizer of a folder, or null where no vocabulary is there.</summary>
    /// <exception cref="Contracts.InterpException">ModelUnsupported, ModelDamaged, FileProblem.</exception>
    public static ITextTokenizer? Read(string folder)
    {
        foreach (var (vocabularyName, mergesName) in new[] { ("vocab.json", "merges.txt"), ("encoder.json", "vocab.bpe") })
        {
            var (vocabulary, merges) = (Path.Combine(folder, vocabularyName), Path.Combine(folder, mergesName));
            if (File.Exists(vocabulary) && File.Exists(merges))
            {
                return new TextTokenizer(ByteLevel(vocabulary, merges, TokenizerConfig.Of(folder)));
            }
        }

        var words = Path.Combine(folder, "vocab.txt");
        if (File.Exists(words))
        {
            return new TextTokenizer(Bert(words, TokenizerConfig.Of(folder)));
        }

        foreach (var name in new[] { "tokenizer.model", "sentencepiece.bpe.model", "spiece.model", "spm.model", "tekken.json", "tokenizer.tiktoken" })
        {
            if (File.Exists(Path.Combine(folder, name)))
            {
                throw TokenizerProblems.Unsupported(
                    $"the folder has only {name}, which is not read",
                    "Save the tokenizer as tokenizer.json (transformers: AutoTokenizer.from_pretrained(...).save_pretrained(...)), or give the prompt as token ids.");
            }
        }

        return null;
    }

    private static TokenizerParts ByteLevel(string vocabularyPath, string mergesPath, TokenizerConfig config)
    {
        var isRoberta = config.Class switch
        {
            null or "GPT2Tokenizer" or "CodeGenTokenizer" or "PreTrainedTokenizer" => false,
            "RobertaTokenizer" or "BartTokenizer" or "LongformerTokenizer" or "LEDTokenizer" => true,
            var other => throw TokenizerProblems.Unsupported($"its class \"{other}\" is not read from {Path.GetFileName(vocabularyPath)}"),
        };
        using var document = JsonFiles.ReadObject(vocabularyPath);
        var vocabulary = JsonFiles.ReadVocabulary(document.RootElement, Path.GetFileName(vocabularyPath));
        var model = new BpeModel(vocabulary, MergeList.FromLines(ReadMerges(mergesPath)), new BpeSettings());
        model.CheckMerges();
        var added = config.AddedTokens(vocabulary, "<|endoftext|>");
        var addPrefixSpace = config.Flag("add_prefix_space", false);
        return new TokenizerParts
        {
            Kind = "byte-level BPE",
            Vocabulary = vocabulary,
            Model = model,
            Added = added,
            Splitters = [new ByteLevelSplitter(addPrefixSpace, useRegex: true)],
            PostProcessors = isRoberta
                ? [new OffsetTrimming(addPrefixSpace), Ends(config, added, vocabulary, ("cls_token", "<s>"), ("sep_token", "</s>"))]
                : config.Flag("add_bos_token", false) ? [Ends(config, added, vocabulary, ("bos_token", "<|endoftext|>"), null)] : [],
            Decode = PieceDecoders.ByteLevel,
        };
    }

    private static TokenizerParts Bert(string path, TokenizerConfig config)
    {
        if (config.Class is not (null or "BertTokenizer" or "DistilBertTokenizer" or "ElectraTokenizer" or "MobileBertTokenizer"))
        {
            throw TokenizerProblems.Unsupported($"its class \"{config.Class}\" is not read from {Path.GetFileName(path)}");
        }

        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (index, line) in ReadLines(path).Index())
        {
            ids[line] = index;
        }

        if (ids.Count is 0 or > Vocabulary.LargestId)
        {
            throw TokenizerProblems.Damaged($"{Path.GetFileName(path)} has {ids.Count} entries");
        }

        var vocabulary = Vocabulary.FromIds(ids);
        var added = config.AddedTokens(vocabulary, "[UNK]", "[SEP]", "[PAD]", "[CLS]", "[MASK]");
        return new TokenizerParts
        {
            Kind = "WordPiece",
            Vocabulary = vocabulary,
            Model = new WordPieceModel(vocabulary, config.TokenText("unk_token", null) ?? "[UNK]", "##", BertParts.LongestWord),
            Added = added,
            Normalizer = BertParts.Normalizer(
                config.Flag("do_lower_case", true), config.Flag("strip_accents"), spaceIdeographs: config.Flag("tokenize_chinese_chars", true)),
            Splitters = BertParts.Splitters,
            PostProcessors = [Ends(config, added, vocabulary, ("cls_token", "[CLS]"), ("sep_token", "[SEP]"))],
            Decode = PieceDecoders.WordPiece("##"),
        };
    }

    private static TemplatePostProcessor Ends(
        TokenizerConfig config, List<AddedToken> added, Vocabulary vocabulary, (string Name, string Text) before, (string Name, string Text)? after)
    {
        return new([IdOf(before)], after is { } end ? [IdOf(end)] : []);

        int IdOf((string Name, string Text) token)
        {
            var text = config.TokenText(token.Name, null) ?? token.Text;
            return added.Find(entry => entry.Content == text) is { } known ? known.Id
                : vocabulary.TryGetId(text, out var id) ? id
                : throw TokenizerProblems.Damaged($"its {token.Name} \"{text}\" is no entry of the vocabulary");
        }
    }

    /// <summary>Lines "left right"; the first may be a comment with the version.</summary>
    private static List<string> ReadMerges(string path)
    {
        var lines = new List<string>();
        foreach (var line in ReadLines(path))
        {
            if (line.Length > 0 && !(lines.Count == 0 && line.StartsWith("#version", StringComparison.Ordinal)))
            {
                lines.Add(line);
            }
        }

        return lines;
    }

    /// <summary>Lines as they are; only line feeds, with or without a carriage return before them, end a line.</summary>
    private static IEnumerable<string> ReadLines(string path)
    {
        string text;
        try
        {
            text = new FileInfo(path).Length <= LargestFile
                ? File.ReadAllText(path)
                : throw TokenizerProblems.Damaged($"{Path.GetFileName(path)} is larger than {LargestFile >> 20} MB");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw TokenizerProblems.Unreadable(path, exception);
        }

        var lines = text.Split('\n');
        return lines.Take(lines[^1].Length == 0 ? lines.Length - 1 : lines.Length).Select(line => line.TrimEnd('\r'));
    }
}
