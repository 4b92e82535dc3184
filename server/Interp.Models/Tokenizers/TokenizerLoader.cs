using Interp.Contracts;
using Interp.Models.Formats.Gguf;
using Interp.Models.Tokenizers.Loading;

namespace Interp.Models.Tokenizers;

/// <summary>Opens tokenizers, whatever their files. No weights are read.</summary>
public static class TokenizerLoader
{
    /// <summary>The tokenizer of a <c>.gguf</c> file, a folder or a <c>tokenizer.json</c>; null where the model has none.</summary>
    /// <exception cref="InterpException">ModelNotFound, ModelUnsupported, ModelDamaged, FileProblem.</exception>
    public static ITextTokenizer? Load(string path)
    {
        if (Directory.Exists(path))
        {
            return FromFolder(path) ?? (Directory.GetFiles(path, "*.gguf") is [var only] ? Load(only) : null);
        }

        if (!File.Exists(path))
        {
            throw new InterpException(ErrorKind.ModelNotFound, $"There is no file or folder {path}.", "Check the path.");
        }

        if (path.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase))
        {
            using var file = GgufFile.Open(path);
            return FromGguf(file.Metadata);
        }

        return TokenizerJson.Read(path);
    }

    /// <summary>The tokenizer of a folder: its <c>tokenizer.json</c> alone, or else its vocabulary files; null where it has neither.</summary>
    /// <exception cref="InterpException">ModelUnsupported, ModelDamaged, FileProblem.</exception>
    public static ITextTokenizer? FromFolder(string folder)
    {
        var json = Path.Combine(folder, "tokenizer.json");
        return File.Exists(json) ? TokenizerJson.Read(json) : VocabularyFiles.Read(folder);
    }

    /// <summary>
    /// The tokenizer of an opened model, ready for its first text. A model whose tokenizer cannot be used still takes prompts as ids:
    /// the tokenizer then says why when it is given a text.
    /// </summary>
    internal static ITextTokenizer? ForModel(string path, GgufMetadata? metadata)
    {
        try
        {
            var tokenizer = metadata is null ? FromFolder(path) : FromGguf(metadata);
            (tokenizer as TextTokenizer)?.Prepare();
            return tokenizer;
        }
        catch (InterpException problem)
        {
            return new UnusableTokenizer(problem);
        }
    }

    /// <summary>The tokenizer in the header of a GGUF file; null where it has none.</summary>
    /// <exception cref="InterpException">ModelUnsupported, ModelDamaged.</exception>
    internal static ITextTokenizer? FromGguf(GgufMetadata metadata) => GgufTokenizer.Read(metadata);
}
