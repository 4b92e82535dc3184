using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Interp.Models.Tests.Tokenizers;

/// <summary>A fixture of tests/golden/tokenizers: a tokenizer and what Hugging Face tokenizers 0.23.3 makes of texts with it.</summary>
internal sealed class TokenizerFixture
{
    private TokenizerFixture(string name, string? path, string? absence, IReadOnlyList<TokenizerCase> cases)
    {
        Name = name;
        Path = path;
        Absence = absence;
        Cases = cases;
    }

    public string Name { get; }

    /// <summary>The tokenizer; null where it is not on this machine.</summary>
    public string? Path { get; }

    /// <summary>Why it is not there.</summary>
    public string? Absence { get; }

    public IReadOnlyList<TokenizerCase> Cases { get; }

    public static IEnumerable<string> Names =>
        Directory.EnumerateFiles(Repository.Golden("tokenizers"), "*.json").Select(System.IO.Path.GetFileNameWithoutExtension).OfType<string>().Order(StringComparer.Ordinal);

    public static TokenizerFixture Read(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(System.IO.Path.Combine(Repository.Golden("tokenizers"), name + ".json")));
        var root = document.RootElement;
        var cases = root.GetProperty("cases").EnumerateArray().Select(TokenizerCase.Read).ToArray();
        var (path, absence) = Locate(root);
        return new TokenizerFixture(name, path, absence, cases);
    }

    private static (string? Path, string? Absence) Locate(JsonElement root)
    {
        if (root.TryGetProperty("npm", out var npm))
        {
            return LocatePackage(npm);
        }

        var relative = root.GetProperty("tokenizer").GetString() ?? "";
        if (relative.StartsWith("files/", StringComparison.Ordinal))
        {
            return (System.IO.Path.Combine(Repository.Golden("tokenizers"), relative), null);
        }

        // Two levels up are the roots of the shared material; the embedded model is in the repository, too.
        var shared = relative["../../".Length..];
        var embedded = Repository.Model(shared.StartsWith("weights/", StringComparison.Ordinal) ? shared["weights/".Length..] : shared);
        if (File.Exists(embedded))
        {
            return (embedded, null);
        }

        var path = SharedFiles.PathOf(shared);
        return System.IO.Path.Exists(path) ? (path, null) : (null, $"{shared} is not in the shared folder");
    }

    private static (string? Path, string? Absence) LocatePackage(JsonElement npm)
    {
        var (package, file) = (npm.GetProperty("package").GetString() ?? "", npm.GetProperty("file").GetString() ?? "");
        var root = Environment.GetEnvironmentVariable("INTERP_NPM") ?? System.IO.Path.Combine(Repository.Root, "node_modules");
        var path = System.IO.Path.Combine(root, package, file);
        if (!File.Exists(path))
        {
            return (null, $"npm package {package} is not installed");
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
        return hash == npm.GetProperty("sha256").GetString() ? (path, null) : (null, $"{path} is of another version");
    }
}

/// <summary>One text and its tokens.</summary>
internal sealed record TokenizerCase(string Text, bool Special, IReadOnlyList<(int Id, int Start, int End)>? Tokens, IReadOnlyList<string>? Texts, LongCase? Long)
{
    public static TokenizerCase Read(JsonElement element)
    {
        var special = !element.TryGetProperty("special", out var given) || given.GetBoolean();
        if (element.TryGetProperty("parts", out var parts))
        {
            var text = new StringBuilder();
            foreach (var part in parts.EnumerateArray())
            {
                text.Insert(text.Length, JsonTexts.Read(part[0]), part[1].GetInt32());
            }

            return new(text.ToString(), special, null, null, LongCase.Read(element));
        }

        var ids = element.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32());
        var offsets = element.GetProperty("offsets").EnumerateArray().Select(pair => (pair[0].GetInt32(), pair[1].GetInt32()));
        var texts = element.GetProperty("texts").EnumerateArray().Select(JsonTexts.Read).ToArray();
        return new(JsonTexts.Read(element.GetProperty("text")), special, [.. ids.Zip(offsets, (id, pair) => (id, pair.Item1, pair.Item2))], texts, null);
    }
}

/// <summary>A long text: number of tokens, the first and last, and the hash of all.</summary>
internal sealed record LongCase(int Count, IReadOnlyList<(int Id, int Start, int End)> Head, IReadOnlyList<(int Id, int Start, int End)> Tail, string Hash)
{
    public static LongCase Read(JsonElement element) => new(
        element.GetProperty("count").GetInt32(), Rows(element.GetProperty("head")), Rows(element.GetProperty("tail")), element.GetProperty("sha256").GetString() ?? "");

    public static string HashOf(IEnumerable<TextToken> tokens)
    {
        var lines = new StringBuilder();
        foreach (var token in tokens)
        {
            lines.Append(System.Globalization.CultureInfo.InvariantCulture, $"{token.Id} {token.Start} {token.End}\n");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(lines.ToString())));
    }

    private static (int, int, int)[] Rows(JsonElement rows) => [.. rows.EnumerateArray().Select(row => (row[0].GetInt32(), row[1].GetInt32(), row[2].GetInt32()))];
}
