using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Interp.Models.Tokenizers;

/// <summary>
/// SentencePiece's table of replacements: a double-array trie over UTF-8 whose values are places in a text of zero-ended replacements.
/// The reference looks up whole grapheme clusters of fewer than 6 bytes first, then single characters, and takes the shortest entry.
/// </summary>
internal sealed class PrecompiledNormalizer : ITextNormalizer
{
    private const int LongestCluster = 5;

    private readonly uint[] trie;
    private readonly byte[] replacements;

    /// <summary>Reads the table: length of the trie in bytes (uint32), trie, replacements.</summary>
    /// <exception cref="Contracts.InterpException">ModelDamaged: the table is cut off or its length lies.</exception>
    public PrecompiledNormalizer(ReadOnlySpan<byte> table)
    {
        var trieBytes = table.Length >= 4 ? BinaryPrimitives.ReadUInt32LittleEndian(table) : uint.MaxValue;
        if (trieBytes > table.Length - 4 || trieBytes % 4 != 0 || trieBytes == 0)
        {
            throw TokenizerProblems.Damaged("its table of precompiled replacements is cut off or no such table");
        }

        trie = new uint[trieBytes / 4];
        for (var i = 0; i < trie.Length; i++)
        {
            trie[i] = BinaryPrimitives.ReadUInt32LittleEndian(table[(4 + (4 * i))..]);
        }

        replacements = table[(4 + (int)trieBytes)..].ToArray();
    }

    /// <inheritdoc/>
    public AlignedText Normalize(AlignedText text)
    {
        var changes = new List<(Rune Character, int Change)>(text.Text.Length);
        var changed = false;
        Span<char> units = stackalloc char[2];
        for (int start = 0, length; start < text.Text.Length; start += length)
        {
            length = StringInfo.GetNextTextElementLength(text.Text, start);
            var cluster = text.Text.AsSpan(start, length);
            if (Encoding.UTF8.GetByteCount(cluster) <= LongestCluster && Find(cluster) is { } whole)
            {
                Replace(changes, cluster, whole);
                changed = true;
                continue;
            }

            foreach (var character in cluster.EnumerateRunes())
            {
                var single = units[..character.EncodeToUtf16(units)];
                if (Find(single) is { } replacement)
                {
                    Replace(changes, single, replacement);
                    changed = true;
                }
                else
                {
                    changes.Add((character, 0));
                }
            }
        }

        return changed ? text.Transform(changes) : text;
    }

    /// <summary>The reference's bookkeeping: what is added counts as inserted at the end, what is missing as removed after the last.</summary>
    private static void Replace(List<(Rune Character, int Change)> changes, ReadOnlySpan<char> old, string replacement)
    {
        var oldCount = Count(old);
        var newCount = 0;
        foreach (var character in replacement.EnumerateRunes())
        {
            changes.Add((character, newCount++ < oldCount ? 0 : 1));
        }

        if (newCount < oldCount && changes.Count > 0)
        {
            changes[^1] = changes[^1] with { Change = changes[^1].Change + newCount - oldCount };
        }
    }

    private static int Count(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            count++;
        }

        return count;
    }

    private string? Find(ReadOnlySpan<char> text)
    {
        Span<byte> bytes = stackalloc byte[LongestCluster + 3];
        var node = OffsetOf(trie[0]);
        foreach (var value in bytes[..Encoding.UTF8.GetBytes(text, bytes)])
        {
            node ^= value;
            if (value == 0 || node >= trie.Length || LabelOf(trie[node]) != value)
            {
                return null;
            }

            var unit = trie[node];
            node ^= OffsetOf(unit);
            if (((unit >> 8) & 1) == 1)
            {
                return node < trie.Length ? ReplacementAt(trie[node] & 0x7FFF_FFFF) : null;
            }
        }

        return null;
    }

    private string ReplacementAt(uint start)
    {
        if (start >= replacements.Length)
        {
            return "";
        }

        var rest = replacements.AsSpan((int)start);
        var end = rest.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]);
    }

    private static uint OffsetOf(uint unit) => (unit >> 10) << (int)((unit & (1 << 9)) >> 6);

    private static uint LabelOf(uint unit) => unit & 0x8000_00FF;
}
