using System.Diagnostics;
using System.Globalization;
using Interp.Contracts;
using Interp.Models.Tokenizers;

namespace Interp.Models.Tests.Fuzzing;

/// <summary>
/// Damaged files are read or refused: nothing else is thrown, nothing hangs, and no more is allocated than the file accounts for.
/// INTERP_FUZZ_SECONDS sets how long each kind of file is tried, INTERP_FUZZ_SEED the random numbers.
/// </summary>
[TestClass]
[DoNotParallelize]
public sealed class FuzzTests
{
    private const int BytesPerByte = 400;
    private const long BytesAnyway = 64L << 20;
    private static readonly TimeSpan longest = TimeSpan.FromSeconds(60);

    [TestMethod]
    public void Damaged_gguf_files_are_read_or_refused() => Fuzz(
        [.. Files("golden/gguf", "*.gguf"), .. Files("golden/tokenizers/files", "*.gguf")], isText: false, folder => LoadModel(folder.File("file.gguf")), "file.gguf");

    [TestMethod]
    public void Damaged_safetensors_files_are_read_or_refused() => Fuzz(
        Tiny("model.safetensors"), isText: false, folder => LoadModel(folder.Path), "model.safetensors");

    [TestMethod]
    public void Damaged_configs_are_read_or_refused() => Fuzz(
        Tiny("config.json"), isText: true, folder => LoadModel(folder.Path), "config.json");

    [TestMethod]
    public void Damaged_tokenizers_are_read_or_refused() => Fuzz(
        Files("golden/tokenizers/files", "tokenizer.json"), isText: true, folder => UseTokenizer(folder.File("tokenizer.json")), "tokenizer.json");

    private static void Fuzz(IReadOnlyList<string> seeds, bool isText, Action<TemporaryFolder> read, string name)
    {
        var mutations = new Mutations(uint.Parse(Environment.GetEnvironmentVariable("INTERP_FUZZ_SEED") ?? "1", CultureInfo.InvariantCulture));
        var end = Stopwatch.StartNew();
        var limit = TimeSpan.FromSeconds(double.Parse(Environment.GetEnvironmentVariable("INTERP_FUZZ_SECONDS") ?? "4", CultureInfo.InvariantCulture));
        var (tried, refused) = (0, 0);
        for (; end.Elapsed < limit; tried++)
        {
            var seed = seeds[mutations.Next(seeds.Count)];
            using var folder = new TemporaryFolder();
            if (name != "file.gguf")
            {
                CopyBeside(seed, folder);
            }

            var damaged = mutations.Of(File.ReadAllBytes(seed), isText);
            File.WriteAllBytes(folder.File(name), damaged);
            refused += Read(read, folder, damaged, seed) ? 0 : 1;
        }

        Console.WriteLine($"{name}: {tried} files, {refused} refused");
        Assert.IsGreaterThan(0, refused);
        Assert.IsLessThan(tried, refused, "Every file was refused: the changes are too rough to try anything.");
    }

    /// <summary>True where the file was read, false where it was refused.</summary>
    private static bool Read(Action<TemporaryFolder> read, TemporaryFolder folder, byte[] damaged, string seed)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        try
        {
            var work = Task.Factory.StartNew(() => read(folder), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            if (!work.Wait(longest))
            {
                throw new TimeoutException($"Not done after {longest.TotalSeconds} s.");
            }

            return true;
        }
        catch (AggregateException failure) when (failure.InnerException is InterpException)
        {
            return false;
        }
        catch (Exception failure)
        {
            throw new AssertFailedException($"{Kept(damaged, seed)}: {failure.InnerException ?? failure}", failure);
        }
        finally
        {
            var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
            Assert.IsLessThan(BytesAnyway + (BytesPerByte * (long)damaged.Length), allocated, $"allocated for {seed}");
        }
    }

    private static void LoadModel(string path)
    {
        _ = ModelLoader.Inspect(path);
        using var model = ModelLoader.Load(path, 1, CancellationToken.None);
        Use(model.Tokenizer);
    }

    private static void UseTokenizer(string path) => Use(TokenizerLoader.Load(path));

    private static void Use(ITextTokenizer? tokenizer)
    {
        if (tokenizer is null)
        {
            return;
        }

        foreach (var token in tokenizer.Encode("The capital of France is 😀 e\u0301 \r\n 123", special: true).Tokens)
        {
            _ = tokenizer.TextOf(token.Id);
        }
    }

    private static void CopyBeside(string seed, TemporaryFolder folder)
    {
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(seed) ?? ".").Where(file => file != seed))
        {
            File.Copy(file, folder.File(Path.GetFileName(file)));
        }
    }

    private static string Kept(byte[] damaged, string seed)
    {
        var path = Path.Combine(Path.GetTempPath(), $"interp-fuzz-{Path.GetFileName(Path.GetDirectoryName(seed))}-{Guid.NewGuid():N}-{Path.GetFileName(seed)}");
        File.WriteAllBytes(path, damaged);
        return path;
    }

    private static IReadOnlyList<string> Tiny(string name) => [.. Directory.EnumerateFiles(Repository.Model("tiny"), name, SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static IReadOnlyList<string> Files(string folder, string pattern) =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests", folder), pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
