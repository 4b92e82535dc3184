using Interp.Contracts;
using Interp.Models.Formats;
using Interp.Models.Reading;

namespace Interp.Models.Tests.Formats;

[TestClass]
public sealed class CheckpointFileTests
{
    private const int Large = 300_000;

    [TestMethod]
    public void All_ways_to_read_a_file_give_its_bytes()
    {
        using var folder = new TemporaryFolder();
        var bytes = Written(folder.File("file"));
        using var file = CheckpointFile.Open(folder.File("file"));
        for (var round = 0; round < 500; round++)
        {
            // Near and far from the place before, few bytes and many.
            var offset = round * 7919 * (round % 3) % Large;
            var count = Math.Min(round % 5 == 0 ? round * 601 : round % 40, Large - offset);
            var expected = bytes.AsSpan(offset, count);
            var copy = new byte[count];
            file.Read(offset, copy);
            Assert.IsTrue(expected.SequenceEqual(copy));
            Assert.IsTrue(expected.SequenceEqual(file.Bytes(offset, count)));
            Assert.IsTrue(expected.SequenceEqual(Mapped(file, offset, count)));
        }

        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => file.Read(Large - 1, new byte[2]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => file.Bytes(Large, 1).Length);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => file.Address(Large + 1));
    }

    [TestMethod]
    public void Bytes_that_were_given_stay_when_others_are_read()
    {
        using var folder = new TemporaryFolder();
        var bytes = Written(folder.File("file"));
        using var file = CheckpointFile.Open(folder.File("file"));

        var first = file.Bytes(10, 20);
        _ = file.Bytes(Large - 10, 10);

        Assert.IsTrue(bytes.AsSpan(10, 20).SequenceEqual(first));
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows, IgnoreMessage = "Windows lets nobody cut a file that is open for reading.")]
    public void A_file_that_is_cut_short_after_it_was_opened_is_refused_where_its_bytes_are_gone()
    {
        using var folder = new TemporaryFolder();
        Written(folder.File("file"));
        using var file = CheckpointFile.Open(folder.File("file"));

        Cut(folder.File("file"), 100_000);

        Assert.AreEqual(Large, file.Length);
        file.Read(0, new byte[100_000]);
        Refusals.Expect(ErrorKind.ModelDamaged, () => file.Read(99_990, new byte[20]), "cut short", "300000 bytes");
        Refusals.Expect(ErrorKind.ModelDamaged, () => file.Bytes(200_000, 8), "cut short");
        Refusals.Expect(ErrorKind.ModelDamaged, () => file.Address(0), "cut short");
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows, IgnoreMessage = "Windows lets nobody cut a file that is open for reading.")]
    [DataRow("llama-gqa", WeightPrecision.F32)]
    [DataRow("llama-gqa", WeightPrecision.F16)]
    [DataRow("llama-gqa", WeightPrecision.Q8)]
    [DataRow("gpt2", WeightPrecision.F32)]
    [DataRow("gpt2", WeightPrecision.Q8)]
    public void Weights_of_a_file_that_is_cut_short_before_they_are_read_are_refused(string model, WeightPrecision precision)
    {
        using var stored = new SafetensorsModel(model);
        var path = stored.Path;
        using var reader = CheckpointReader.Open(path);
        using var store = new WeightStore { MapsFiles = false };
        var weights = Path.Combine(path, "model.safetensors");

        Cut(weights, new FileInfo(weights).Length / 2);

        Refusals.Expect(
            ErrorKind.ModelDamaged, () => WeightReading.Read(reader.Plan, reader.Spec, precision, store, 2, CancellationToken.None), "model.safetensors", "cut short");
    }

    private static byte[] Written(string path)
    {
        byte[] bytes = [.. Enumerable.Range(0, Large).Select(index => (byte)((uint)index * 2654435761 >> 13))];
        File.WriteAllBytes(path, bytes);
        return bytes;
    }

    private static void Cut(string path, long length)
    {
        using var writer = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        writer.SetLength(length);
    }

    private static unsafe ReadOnlySpan<byte> Mapped(CheckpointFile file, int offset, int count) => new((byte*)file.Address(offset), count);
}
