using System.Diagnostics;
using Interp.Runtime.Sessions;

namespace Interp.Runtime.Tests;

/// <summary>Which native library is taken.</summary>
[TestClass]
public sealed class OnnxNativeTests
{
    [TestMethod]
    public void Library_beside_the_program_is_the_one_that_is_loaded()
    {
        var version = OnnxNative.Version;
        Assert.IsTrue(Version.TryParse(version, out _), version);
        Assert.AreEqual(AppContext.BaseDirectory, Path.GetDirectoryName(OnnxNative.LibraryPath) + Path.DirectorySeparatorChar);
        if (OperatingSystem.IsLinux())
        {
            var loaded = File.ReadLines("/proc/self/maps").Where(line => line.Contains("libonnxruntime", StringComparison.Ordinal));
            var paths = loaded.Select(line => line[line.IndexOf('/', StringComparison.Ordinal)..]).Distinct().ToArray();
            CollectionAssert.AreEqual(new[] { OnnxNative.LibraryPath }, paths);
        }
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public void Library_of_the_same_name_first_on_the_search_path_is_not_taken()
    {
        var folder = Directory.CreateTempSubdirectory("interp-test-");
        try
        {
            foreach (var name in (string[])["libonnxruntime.so", "libonnxruntime.so.1", "onnxruntime.so", "onnxruntime"])
            {
                File.WriteAllText(Path.Combine(folder.FullName, name), "not a library");
            }

            var program = Environment.ProcessPath ?? throw new InvalidOperationException("The tests have no program.");
            var start = new ProcessStartInfo(program) { WorkingDirectory = folder.FullName, RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var argument in (string[])["--filter", $"Name={nameof(Library_beside_the_program_is_the_one_that_is_loaded)}", "--results-directory", folder.FullName])
            {
                start.ArgumentList.Add(argument);
            }

            start.Environment["LD_LIBRARY_PATH"] = folder.FullName;
            using var process = Process.Start(start) ?? throw new InvalidOperationException("The tests did not start again.");
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.AreEqual(0, process.ExitCode, output + errors.Result);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
