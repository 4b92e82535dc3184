using Interp.Contracts;

namespace Interp.Models.Tests;

[TestClass]
public sealed class ModelFoldersTests
{
    [TestMethod]
    public void A_name_is_searched_beside_the_program_then_in_the_listed_folders_then_in_the_hub_cache()
    {
        using var folder = new TemporaryFolder();
        Copy("gpt2", folder.File("program", "models", "tiny", "mine", "x"));
        Copy("gpt2", folder.File("one", "mine", "x"));
        Copy("gpt2", folder.File("two", "tiny", "mine", "x"));
        File.Copy(Repository.Golden("gguf", "llama-v2.gguf"), folder.File("two", "lone.gguf"));
        Copy("qwen2", folder.File("hub", "models--some--model", "snapshots", "abc", "x"));
        Copy("qwen2", folder.File("hub", "models--some--model", "snapshots", "old", "x"));
        File.WriteAllText(folder.File("hub", "models--some--model", "refs", "main"), "abc\n");
        var search = Search(folder);

        Assert.AreEqual(Path.Combine(folder.Path, "program", "models", "tiny", "mine"), search.Resolve("tiny/mine"));
        Assert.AreEqual(Path.Combine(folder.Path, "one", "mine"), search.Resolve("mine"));
        Assert.AreEqual(Path.Combine(folder.Path, "two", "lone.gguf"), search.Resolve("lone"));
        Assert.AreEqual(Path.Combine(folder.Path, "two", "lone.gguf"), search.Resolve("lone.gguf"));
        Assert.AreEqual(Path.Combine(folder.Path, "hub", "models--some--model", "snapshots", "abc"), search.Resolve("some/model"));
    }

    [TestMethod]
    public void The_list_has_name_family_and_source_of_every_model()
    {
        using var folder = new TemporaryFolder();
        Copy("gpt2", folder.File("program", "models", "tiny", "gpt2", "x"));
        File.Copy(Repository.Golden("gguf", "llama-v2.gguf"), folder.File("one", "inner", "only.gguf"));
        File.Copy(Repository.Golden("gguf", "llama-v2.gguf"), folder.File("two", "pair", "a.gguf"));
        File.Copy(Repository.Golden("gguf", "qwen2-f16.gguf"), folder.File("two", "pair", "b.gguf"));
        Copy("qwen2", folder.File("hub", "models--some--model", "snapshots", "abc", "x"));
        var search = Search(folder);
        var list = search.List();
        CollectionAssert.AreEqual(
            new[] { "tiny/gpt2 gpt2 embedded", "inner llama INTERP_MODELS", "pair/a llama INTERP_MODELS", "pair/b qwen2 INTERP_MODELS", "some/model qwen2 huggingface" },
            list.Select(model => $"{model.Name} {model.Family} {model.Source}").ToArray());
        foreach (var model in list)
        {
            Assert.AreEqual(ModelLoader.Inspect(model.Path).Spec.Family, ModelLoader.Inspect(search.Resolve(model.Name)).Spec.Family);
            Assert.IsGreaterThan(10_000, model.Bytes);
        }
    }

    [TestMethod]
    public void An_unknown_name_gives_the_nearest()
    {
        var failure = Refusals.Expect(ErrorKind.ModelNotFound, () => ModelFolders.Resolve("tiny/gtp2"), "tiny/gtp2");
        Assert.AreEqual("tiny/gpt2", failure.Facts?["nearest"]?.GetValue<string>());
    }

    [TestMethod]
    [DataRow("../tests")]
    [DataRow("./not-there")]
    [DataRow("/not-there.gguf")]
    [DataRow("")]
    [DataRow("tiny/../../tests")]
    [DataRow("a\0b")]
    [DataRow("a\nb")]
    public void What_is_not_there_is_not_found(string name) => Refusals.Expect(ErrorKind.ModelNotFound, () => ModelLoader.Inspect(ModelFolders.Resolve(name)));

    [TestMethod]
    public void No_name_is_the_embedded_model() => Assert.AreEqual(Repository.Model("smollm2-135m-instruct"), ModelFolders.Resolve(null));

    [TestMethod]
    public void The_tokenizer_of_a_folder_with_one_gguf_file_is_that_of_the_file() =>
        Assert.AreEqual(49152, ModelLoader.LoadTokenizer(ModelFolders.Resolve(null))?.Size);

    [TestMethod]
    public void The_hub_cache_is_where_its_own_tools_look()
    {
        using var folder = new TemporaryFolder();
        Copy("gpt2", folder.File("home", "hub", "models--o--m", "snapshots", "r", "x"));
        Copy("gpt2", folder.File("cache", "huggingface", "hub", "models--o--m", "snapshots", "r", "x"));
        Assert.IsNotNull(HubCache.Of(name => name == "HF_HOME" ? Path.Combine(folder.Path, "home") : null).Find("o/m"));
        Assert.IsNotNull(HubCache.Of(name => name == "HF_HUB_CACHE" ? Path.Combine(folder.Path, "home", "hub") : null).Find("o/m"));
        Assert.IsNotNull(HubCache.Of(name => name == "XDG_CACHE_HOME" ? Path.Combine(folder.Path, "cache") : null).Find("o/m"));
        Assert.IsNull(HubCache.Of(name => name == "HF_HOME" ? Path.Combine(folder.Path, "cache") : null).Find("o/m"));
    }

    [TestMethod]
    public void A_card_knows_whether_the_files_are_what_they_were()
    {
        using var folder = new TemporaryFolder();
        Copy("gpt2", folder.File("copy", "x"));
        File.Copy(Path.Combine(Repository.Model("tiny/gpt2"), "card.json"), folder.File("copy", "card.json"));
        var path = Path.Combine(folder.Path, "copy");
        var card = ModelCard.Find(path);
        Assert.AreEqual("MIT", card?.Members["license"]?.GetValue<string>());
        Assert.IsEmpty(card?.WrongFiles(CancellationToken.None) ?? ["none"]);
        File.AppendAllText(Path.Combine(path, "config.json"), " ");
        CollectionAssert.AreEqual(new[] { "config.json" }, card?.WrongFiles(CancellationToken.None).ToArray());
        Assert.IsNull(ModelCard.Find(Repository.Golden("gguf", "llama-v2.gguf")));
    }

    private static ModelSearch Search(TemporaryFolder folder)
    {
        var listed = string.Join(Path.PathSeparator, Path.Combine(folder.Path, "one"), Path.Combine(folder.Path, "two"));
        var program = Directory.CreateDirectory(Path.Combine(folder.Path, "program", "bin", "net")).FullName;
        return new ModelSearch(ModelFolders.RootsOf(name => name == "INTERP_MODELS" ? listed : null, program), new HubCache(Path.Combine(folder.Path, "hub")));
    }

    /// <summary>Puts a tiny model into the folder of <paramref name="beside"/>.</summary>
    private static void Copy(string name, string beside)
    {
        foreach (var file in new[] { "config.json", "model.safetensors" })
        {
            File.Copy(Path.Combine(Repository.Model("tiny/" + name), file), Path.Combine(Path.GetDirectoryName(beside) ?? beside, file));
        }
    }
}
