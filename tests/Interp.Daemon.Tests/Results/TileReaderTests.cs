using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Interp.Contracts;
using Interp.Daemon.Results;

namespace Interp.Daemon.Tests.Results;

[TestClass]
public sealed class TileReaderTests
{
    private static readonly KeptTensor cube = new(new TensorData { Shape = [2, 3, 4], Data = [.. Enumerable.Range(0, 24).Select(number => number == 5 ? float.NaN : number - 8f)] });

    [TestMethod]
    public void A_block_has_the_entries_that_nested_loops_would_take()
    {
        var tile = TileReader.Read(cube, Block([0, 1, 1], [2, 2, 3]));

        var expected = new List<float>();
        for (var i = 0; i < 2; i++)
        {
            for (var j = 1; j < 3; j++)
            {
                for (var k = 1; k < 4; k++)
                {
                    expected.Add(cube.Data[(((i * 3) + j) * 4) + k]);
                }
            }
        }

        CollectionAssert.AreEqual(expected, MemoryMarshal.Cast<byte, float>(Convert.FromBase64String(tile.Data)).ToArray());
        Assert.AreEqual(-8f, tile.Min);
        Assert.AreEqual(15f, tile.Max);
    }

    [TestMethod]
    public void A_byte_is_a_level_between_the_least_and_the_greatest_and_0_where_there_is_no_number()
    {
        var bytes = Convert.FromBase64String(TileReader.Read(cube, Block([0, 0, 0], [2, 3, 4], "uint8")).Data);

        Assert.AreEqual(1, bytes[0]);
        Assert.AreEqual(255, bytes[23]);
        Assert.AreEqual(0, bytes[5]);
        for (var index = 0; index < bytes.Length; index++)
        {
            if (index != 5)
            {
                Assert.AreEqual(cube.Data[index], -8 + ((bytes[index] - 1) / 254.0 * 23), 23.0 / 508 + 1e-6);
            }
        }
    }

    [TestMethod]
    public void Halves_are_those_of_the_numbers()
    {
        var bytes = Convert.FromBase64String(TileReader.Read(cube, Block([1, 2, 3], [1, 1, 1], "float16")).Data);

        Assert.AreEqual((Half)15f, BinaryPrimitives.ReadHalfLittleEndian(bytes));
    }

    [TestMethod]
    public void Equal_numbers_have_the_lowest_level()
    {
        var flat = new KeptTensor(new TensorData { Shape = [2], Data = [3, 3] });

        CollectionAssert.AreEqual(new byte[] { 1, 1 }, Convert.FromBase64String(TileReader.Read(flat, Block([0], [2], "uint8")).Data));
    }

    [TestMethod]
    [DataRow(new[] { 0, 0 }, new[] { 1, 1 })]
    [DataRow(new[] { 2, 0, 0 }, new[] { 1, 1, 1 })]
    [DataRow(new[] { 0, -1, 0 }, new[] { 1, 1, 1 })]
    [DataRow(new[] { 0, 0, 2 }, new[] { 1, 1, 3 })]
    [DataRow(new[] { 0, 0, 0 }, new[] { 1, -1, 1 })]
    [DataRow(new[] { 0, 0, 1 }, new[] { 1, 1, int.MaxValue })]
    public void A_block_outside_the_tensor_is_refused(int[] start, int[] count) =>
        Assert.AreEqual(ErrorKind.OutOfRange, Assert.ThrowsExactly<InterpException>(() => TileReader.Read(cube, Block(start, count))).Kind);

    [TestMethod]
    public void A_tile_of_more_than_256_KB_is_refused()
    {
        var large = new KeptTensor(new TensorData { Shape = [65_537], Data = new float[65_537] });

        Assert.ThrowsExactly<InterpException>(() => TileReader.Read(large, Block([0], [65_537])));
        Assert.AreEqual("float16", TileReader.Read(large, Block([0], [65_537], "float16")).Dtype);
    }

    private static TileParams Block(int[] start, int[] count, string? dtype = null) => new() { Handle = "h", Start = start, Count = count, Dtype = dtype };
}
