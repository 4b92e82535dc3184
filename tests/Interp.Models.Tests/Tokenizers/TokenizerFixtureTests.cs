using Interp.Models.Tokenizers;

namespace Interp.Models.Tests.Tokenizers;

/// <summary>Ids, UTF-16 offsets and texts against Hugging Face tokenizers, on every fixture.</summary>
[TestClass]
public sealed class TokenizerFixtureTests
{
    private const int MostShown = 5;

    public static IEnumerable<TestDataRow<string>> Fixtures => TokenizerFixture.Names.Select(name =>
        new TestDataRow<string>(name) { DisplayName = $"Tokens of {name}", IgnoreMessage = TokenizerFixture.Read(name).Absence });

    [TestMethod]
    [DynamicData(nameof(Fixtures))]
    public void Tokens_agree_with_the_reference(string name)
    {
        var fixture = TokenizerFixture.Read(name);
        var tokenizer = TokenizerLoader.Load(fixture.Path ?? "") ?? throw new AssertFailedException($"{name} has no tokenizer.");
        var differences = fixture.Cases.Select(given => Compare(tokenizer, given)).OfType<string>().ToArray();
        Assert.IsEmpty(differences, $"{differences.Length} of {fixture.Cases.Count} differ:\n{string.Join('\n', differences.Take(MostShown))}");
    }

    private static string? Compare(ITextTokenizer tokenizer, TokenizerCase given)
    {
        var tokens = tokenizer.Encode(given.Text, given.Special).Tokens;
        var got = tokens.Select(token => (token.Id, token.Start, token.End)).ToArray();
        if (given.Long is { } expected)
        {
            return got.Length != expected.Count ? $"{Shown(given)}: {got.Length} tokens, expected {expected.Count}"
                : Difference(given, got[..expected.Head.Count], expected.Head) ?? Difference(given, got[^expected.Tail.Count..], expected.Tail)
                ?? (LongCase.HashOf(tokens) == expected.Hash ? null : $"{Shown(given)}: differs between head and tail");
        }

        return Difference(given, got, given.Tokens ?? []) ?? Difference(given, [.. got.Select(token => tokenizer.TextOf(token.Id))], given.Texts ?? []);
    }

    private static string? Difference<T>(TokenizerCase given, T[] got, IReadOnlyList<T> expected)
    {
        for (var i = 0; i < Math.Max(got.Length, expected.Count); i++)
        {
            if (i >= got.Length || i >= expected.Count || !Equals(got[i], expected[i]))
            {
                return $"{Shown(given)}: token {i} is {(i < got.Length ? got[i] : "nothing")}, expected {(i < expected.Count ? expected[i] : "nothing")} ({got.Length} and {expected.Count} tokens)";
            }
        }

        return null;
    }

    private static string Shown(TokenizerCase given)
    {
        var text = string.Concat(given.Text.Take(60).Select(unit => unit is >= ' ' and < '\u007F' ? unit.ToString() : $"\\u{(int)unit:X4}"));
        return $"\"{text}\"{(given.Special ? "" : " without control tokens")}";
    }
}
