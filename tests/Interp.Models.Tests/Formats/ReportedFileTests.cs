using Interp.Contracts;
using Interp.Models.Tests;

namespace Interp.Models.Formats.Tests;

/// <summary>Situations that users of programs like this one reported of their files.</summary>
[TestClass]
public sealed class ReportedFileTests
{
    [TestMethod]
    [TestCategory("R49")]
    public void A_file_that_cannot_be_opened_says_its_path_and_the_systems_reason()
    {
        using var folder = new TemporaryFolder();
        var loop = folder.File("loop.gguf");
        File.CreateSymbolicLink(loop, loop);
        var failure = Refusals.Expect(ErrorKind.FileProblem, () => ModelLoader.Inspect(loop), loop);
        Assert.IsFalse(string.IsNullOrEmpty((string?)failure.Facts?["reason"]));
        Refusals.Expect(ErrorKind.FileProblem, () => ModelLoader.Load(loop, 1, CancellationToken.None).Dispose(), loop);
    }

    [TestMethod]
    [TestCategory("R49")]
    public void Files_and_folders_without_rights_say_so()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("closed"));
        var (file, inside) = (folder.File("shut.gguf"), folder.File("closed", "model.gguf"));
        foreach (var path in new[] { file, inside })
        {
            File.Copy(Repository.Golden("gguf", "llama-v2.gguf"), path);
        }

        if (OperatingSystem.IsWindows())
        {
            using var held = File.Open(file, FileMode.Open, FileAccess.Read, FileShare.None);
            Refusals.Expect(ErrorKind.FileProblem, () => ModelLoader.Inspect(file), file);
            return;
        }

        File.SetUnixFileMode(file, UnixFileMode.None);
        File.SetUnixFileMode(folder.File("closed"), UnixFileMode.UserRead);
        try
        {
            foreach (var path in new[] { file, inside })
            {
                // Rights do not bind the system's administrator.
                if (Environment.IsPrivilegedProcess)
                {
                    Assert.AreEqual("gguf", ModelLoader.Inspect(path).Source.Format);
                }
                else
                {
                    Refusals.Expect(ErrorKind.FileProblem, () => ModelLoader.Inspect(path), path);
                }
            }
        }
        finally
        {
            File.SetUnixFileMode(folder.File("closed"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [TestMethod]
    [TestCategory("R49")]
    public void A_name_with_a_line_break_is_opened_and_told_in_one_line()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("two\nlines.gguf");
        Refusals.Expect(ErrorKind.ModelNotFound, () => ModelLoader.Inspect(path), "two lines.gguf");
        File.WriteAllBytes(path, []);
        Refusals.Expect(ErrorKind.ModelDamaged, () => ModelLoader.Inspect(path), "two lines.gguf");
        File.Copy(Repository.Golden("gguf", "llama-v2.gguf"), path, overwrite: true);
        Assert.AreEqual(path, ModelLoader.Inspect(path).Source.Path);
    }

    [TestMethod]
    [TestCategory("R55")]
    [DataRow(1)]
    [DataRow(100)]
    public void Bytes_behind_the_last_tensor_are_named_whatever_is_asked(int count)
    {
        using var model = new SafetensorsModel("gpt2");
        var path = model.Path;
        using (var file = File.Open(Path.Combine(path, "model.safetensors"), FileMode.Append))
        {
            file.Write(new byte[count]);
        }

        var named = $"{count} of its bytes";
        Refusals.Expect(ErrorKind.ModelDamaged, () => ModelLoader.Inspect(path), named);
        Refusals.Expect(ErrorKind.ModelDamaged, () => ModelLoader.Load(path, 1, CancellationToken.None).Dispose(), named);
    }
}
