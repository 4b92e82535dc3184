using System.Runtime.CompilerServices;
using Interp.Contracts;

namespace Interp.Models.Tokenizers;

/// <summary>The merges of a byte-pair model, the most urgent first, in whichever form the file has them.</summary>
internal abstract class MergeList
{
    /// <summary>Number of merges.</summary>
    public abstract int Count { get; }

    /// <summary>The merges as ids.</summary>
    /// <exception cref="InterpException">ModelDamaged: a merge names or makes something that is no entry.</exception>
    public abstract IReadOnlyList<(int Left, int Right, int Merged)> Resolve(Vocabulary vocabulary, string continuingPrefix);

    /// <summary>The merges as lines "left right"; null where a part contains a blank.</summary>
    public abstract IEnumerable<string>? AsLines(Vocabulary vocabulary);

    /// <summary>Merges written as pairs of pieces.</summary>
    public static MergeList FromPairs(IReadOnlyList<(string Left, string Right)> pairs) => new PairMerges(pairs);

    /// <summary>Merges written as lines "left right".</summary>
    public static MergeList FromLines(IReadOnlyList<string> lines) => new LineMerges(lines.Count, index => lines[index]);

    /// <summary>Merges written as lines "left right" that are read when they are needed.</summary>
    public static MergeList FromLines(int count, Func<int, string> lineAt) => new LineMerges(count, lineAt);

    /// <summary>The merge as ids.</summary>
    protected static (int Left, int Right, int Merged) ResolveOne(
        Vocabulary vocabulary, ReadOnlySpan<char> left, ReadOnlySpan<char> right, int prefixLength)
    {
        const int common = 128;
        var tail = right.Length >= prefixLength ? right[prefixLength..] : right;
        Span<char> merged = left.Length + tail.Length <= common ? stackalloc char[common] : new char[left.Length + tail.Length];
        left.CopyTo(merged);
        tail.CopyTo(merged[left.Length..]);
        return (IdOf(vocabulary, left), IdOf(vocabulary, right), IdOf(vocabulary, merged[..(left.Length + tail.Length)]));
    }

    private static int IdOf(Vocabulary vocabulary, ReadOnlySpan<char> piece) => vocabulary.TryGetId(piece, out var id)
        ? id
        : throw TokenizerProblems.Damaged($"a merge needs \"{piece}\", which is no entry of the vocabulary");

    private sealed class PairMerges(IReadOnlyList<(string Left, string Right)> pairs) : MergeList
    {
        public override int Count => pairs.Count;

        public override IReadOnlyList<(int Left, int Right, int Merged)> Resolve(Vocabulary vocabulary, string continuingPrefix)
        {
            var resolved = new (int, int, int)[pairs.Count];
            for (var i = 0; i < resolved.Length; i++)
            {
                resolved[i] = ResolveOne(vocabulary, pairs[i].Left, pairs[i].Right, continuingPrefix.Length);
            }

            return resolved;
        }

        public override IEnumerable<string>? AsLines(Vocabulary vocabulary) =>
            pairs.Any(pair => pair.Left.Contains(' ') || pair.Right.Contains(' ')) ? null : pairs.Select(pair => pair.Left + " " + pair.Right);
    }

    private sealed class LineMerges(int count, Func<int, string> lineAt) : MergeList
    {
        public override int Count => count;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override IReadOnlyList<(int Left, int Right, int Merged)> Resolve(Vocabulary vocabulary, string continuingPrefix)
        {
            var resolved = new (int, int, int)[count];
            for (var i = 0; i < resolved.Length; i++)
            {
                var line = lineAt(i).AsSpan();
                var blank = line.IndexOf(' ');
                if (blank <= 0 || blank == line.Length - 1)
                {
                    throw TokenizerProblems.Damaged($"merge {i} is \"{line}\", not two pieces with a blank between them");
                }

                resolved[i] = ResolveOne(vocabulary, line[..blank], line[(blank + 1)..], continuingPrefix.Length);
            }

            return resolved;
        }

        public override IEnumerable<string> AsLines(Vocabulary vocabulary) => Enumerable.Range(0, count).Select(lineAt);
    }
}
