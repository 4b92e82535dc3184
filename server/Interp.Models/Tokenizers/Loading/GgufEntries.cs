using System.Globalization;
using System.Runtime.CompilerServices;
using Interp.Models.Formats.Gguf;

namespace Interp.Models.Tokenizers.Loading;

/// <summary>The entries of a GGUF tokenizer with their types, and what the file says of control tokens.</summary>
internal sealed class GgufEntries
{
    private const string Prefix = "tokenizer.ggml.";
    private const long Normal = 1;
    private const long Unknown = 2;
    private const long Control = 3;
    private const long UserDefined = 4;

    private readonly GgufMetadata metadata;
    private readonly long[] types;

    /// <summary>Reads entries and types.</summary>
    /// <exception cref="Contracts.InterpException">ModelDamaged.</exception>
    public GgufEntries(GgufMetadata metadata)
    {
        this.metadata = metadata;
        var stored = metadata.Texts(Prefix + "tokens") ?? throw TokenizerProblems.Damaged("it has no entries");
        if (stored.Count is 0 or > Vocabulary.LargestId)
        {
            throw TokenizerProblems.Damaged(string.Create(CultureInfo.InvariantCulture, $"it has {stored.Count} entries"));
        }

        Pieces = ReadAll(stored);
        types = metadata.Integers(Prefix + "token_type") ?? [];
        if (types.Length != 0 && types.Length != Pieces.Length)
        {
            throw TokenizerProblems.Damaged(
                string.Create(CultureInfo.InvariantCulture, $"it has {Pieces.Length} entries and {types.Length} types"));
        }
    }

    /// <summary>The entries by id.</summary>
    public string[] Pieces { get; }

    /// <summary>True for an ordinary entry.</summary>
    public bool IsNormal(int id) => types.Length == 0 || types[id] == Normal;

    /// <summary>The parts that all kinds share; kind and model are to be filled in.</summary>
    public TokenizerParts Parts(Vocabulary vocabulary, bool bosByDefault) => new()
    {
        Kind = "",
        Vocabulary = vocabulary,
        Model = new WordLevelModel(vocabulary, null),
        Added = [.. Added()],
        PostProcessors = [new TemplatePostProcessor(Ends("bos", bosByDefault), Ends("eos", false))],
    };

    /// <summary>The id that the file gives under a key, or that of <paramref name="piece"/>.</summary>
    public int IdNamed(string key, string piece)
    {
        var id = metadata.Integer(Prefix + key) ?? Array.IndexOf(Pieces, piece);
        return id >= 0 && id < Pieces.Length
            ? (int)id
            : throw TokenizerProblems.Damaged(string.Create(CultureInfo.InvariantCulture, $"its {key} is {id} with {Pieces.Length} entries"));
    }

    /// <summary>The entry of <see cref="IdNamed"/>.</summary>
    public string PieceNamed(string key, string piece) => Pieces[IdNamed(key, piece)];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static string[] ReadAll(GgufStringArray stored)
    {
        var pieces = new string[stored.Count];
        for (var id = 0; id < pieces.Length; id++)
        {
            pieces[id] = stored[id];
        }

        return pieces;
    }

    private IEnumerable<AddedToken> Added()
    {
        for (var id = 0; id < types.Length; id++)
        {
            if (types[id] is Unknown or Control or UserDefined)
            {
                yield return new AddedToken { Id = id, Content = Pieces[id], Special = types[id] != UserDefined };
            }
        }
    }

    private int[] Ends(string name, bool byDefault) =>
        metadata.Flag($"{Prefix}add_{name}_token") ?? byDefault ? [IdNamed($"{name}_token_id", name == "bos" ? "<s>" : "</s>")] : [];
}
