namespace Interp.Runtime.Tests.Verification;

[TestClass]
public sealed class DerivedDataTests
{
    private const string Model = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    private const string OtherModel = "ff112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    private static readonly byte[] Content = [.. Enumerable.Range(0, 1000).Select(i => (byte)(i * 7))];

    [TestMethod]
    public void What_was_written_is_read_again_by_another_run()
    {
        using var folder = new TemporaryFolder();
        Assert.IsTrue(new DerivedData(folder.Path).Write(Model, "statics.bin", 3, Content));

        CollectionAssert.AreEqual(Content, new DerivedData(folder.Path).Read(Model, "statics.bin", 3));
    }

    [TestMethod]
    public void Empty_content_is_content()
    {
        using var folder = new TemporaryFolder();
        var derived = new DerivedData(folder.Path);
        derived.Write(Model, "empty", 1, []);

        Assert.IsNotNull(derived.Read(Model, "empty", 1));
    }

    [TestMethod]
    public void Another_name_version_or_model_reads_as_absent()
    {
        using var folder = new TemporaryFolder();
        var derived = new DerivedData(folder.Path);
        derived.Write(Model, "statics.bin", 3, Content);

        Assert.IsNull(derived.Read(Model, "statics.bin", 4));
        Assert.IsNull(derived.Read(Model, "other.bin", 3));
        Assert.IsNull(derived.Read(OtherModel, "statics.bin", 3));
    }

    [TestMethod]
    public void A_file_copied_from_another_model_is_foreign()
    {
        using var folder = new TemporaryFolder();
        var derived = new DerivedData(folder.Path);
        derived.Write(Model, "statics.bin", 3, Content);
        Directory.CreateDirectory(Path.Combine(folder.Path, "interp", OtherModel));
        File.Copy(FileOf(folder, Model), FileOf(folder, OtherModel));

        Assert.IsNull(derived.Read(OtherModel, "statics.bin", 3));
    }

    [TestMethod]
    public void Every_damaged_byte_makes_the_file_absent()
    {
        using var folder = new TemporaryFolder();
        var derived = new DerivedData(folder.Path);
        derived.Write(Model, "statics.bin", 3, [1, 2, 3]);
        var whole = File.ReadAllBytes(FileOf(folder, Model));
        for (var i = 0; i < whole.Length; i++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[i] ^= 0x10;
            File.WriteAllBytes(FileOf(folder, Model), damaged);

            Assert.IsNull(derived.Read(Model, "statics.bin", 3), $"byte {i}");
        }
    }

    [TestMethod]
    public void Every_truncation_and_any_appendix_makes_the_file_absent_until_it_is_made_again()
    {
        using var folder = new TemporaryFolder();
        var derived = new DerivedData(folder.Path);
        derived.Write(Model, "statics.bin", 3, [1, 2, 3]);
        var whole = File.ReadAllBytes(FileOf(folder, Model));
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(FileOf(folder, Model), whole[..length]);
            Assert.IsNull(derived.Read(Model, "statics.bin", 3), $"{length} bytes");
        }

        File.WriteAllBytes(FileOf(folder, Model), [.. whole, 0]);
        Assert.IsNull(derived.Read(Model, "statics.bin", 3));

        derived.Write(Model, "statics.bin", 3, [4, 5]);
        CollectionAssert.AreEqual(new byte[] { 4, 5 }, derived.Read(Model, "statics.bin", 3));
    }

    [TestMethod]
    public void A_cache_that_cannot_be_written_is_no_error()
    {
        using var folder = new TemporaryFolder();
        var blocked = Path.Combine(folder.Path, "file");
        File.WriteAllText(blocked, "in the way");
        var derived = new DerivedData(blocked);

        Assert.IsFalse(derived.Write(Model, "statics.bin", 3, Content));
        Assert.IsNull(derived.Read(Model, "statics.bin", 3));
        Assert.IsEmpty(derived.Clean());
    }

    [TestMethod]
    public void Without_a_cache_folder_nothing_is_kept()
    {
        var derived = new DerivedData(null);

        Assert.IsFalse(derived.Write(Model, "statics.bin", 3, Content));
        Assert.IsNull(derived.Read(Model, "statics.bin", 3));
        Assert.IsEmpty(derived.Clean());
    }

    [TestMethod]
    public void Writing_leaves_no_temporary_file()
    {
        using var folder = new TemporaryFolder();
        var derived = new DerivedData(folder.Path);
        derived.Write(Model, "statics.bin", 3, Content);
        derived.Write(Model, "statics.bin", 3, Content);

        Assert.HasCount(1, Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories));
    }

    [TestMethod]
    public void Writing_from_many_threads_leaves_one_whole_file()
    {
        using var folder = new TemporaryFolder();
        var derived = new DerivedData(folder.Path);
        Parallel.For(0, 200, i =>
        {
            derived.Write(Model, "statics.bin", 3, Content);
            if (derived.Read(Model, "statics.bin", 3) is { } read)
            {
                CollectionAssert.AreEqual(Content, read);
            }
        });

        CollectionAssert.AreEqual(Content, derived.Read(Model, "statics.bin", 3));
    }

    [TestMethod]
    public void Clean_removes_what_was_kept_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        var derived = new DerivedData(folder.Path);
        derived.Write(Model, "a", 1, Content);
        derived.Write(OtherModel, "b", 1, Content);
        var foreign = Path.Combine(folder.Path, "interp", "notes.txt");
        File.WriteAllText(foreign, "mine");

        var removed = derived.Clean();

        Assert.AreEqual("a b", string.Join(" ", removed.Select(file => Path.GetFileName(file.Path))));
        Assert.IsTrue(removed.All(file => file.Bytes > Content.Length));
        CollectionAssert.AreEqual(new[] { foreign }, Directory.GetFileSystemEntries(Path.Combine(folder.Path, "interp")));
    }

    [TestMethod]
    [DataRow("..")]
    [DataRow("a/b")]
    [DataRow("")]
    [DataRow("a.tmp")]
    public void A_name_that_is_no_plain_file_name_is_a_bug_of_the_caller(string name) =>
        Assert.ThrowsExactly<ArgumentException>(() => new DerivedData(null).Read(Model, name, 1));

    private static string FileOf(TemporaryFolder folder, string model) => Path.Combine(folder.Path, "interp", model, "statics.bin");
}
