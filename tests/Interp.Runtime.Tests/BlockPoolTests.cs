using Interp.Runtime.Sessions;

namespace Interp.Runtime.Tests;

/// <summary>Memory that passes hand on to each other.</summary>
[TestClass]
public sealed class BlockPoolTests
{
    [TestMethod]
    public void Memory_of_a_pass_serves_the_next_of_like_size()
    {
        using var pool = new BlockPool();
        var first = pool.Take(1000);
        pool.GiveBack(first);
        Assert.AreSame(first, pool.Take(900));
        Assert.AreEqual(0, pool.FreeBytes);
    }

    [TestMethod]
    public void Small_need_does_not_take_a_large_block()
    {
        using var pool = new BlockPool();
        pool.GiveBack(pool.Take(1000));
        var small = pool.Take(100);
        Assert.IsGreaterThan(900, pool.FreeBytes);
        pool.GiveBack(small);
    }

    [TestMethod]
    public void Longest_waiting_blocks_go_back_to_the_system_first()
    {
        using var pool = new BlockPool();
        var (one, two) = (pool.Take(1000), pool.Take(3000));
        pool.GiveBack(one);
        pool.GiveBack(two);
        pool.Trim(two.Bytes);
        Assert.AreEqual(two.Bytes, pool.FreeBytes);
        pool.Trim(0);
        Assert.AreEqual(0, pool.FreeBytes);
    }

    [TestMethod]
    public void Large_blocks_of_two_sizes_wait_side_by_side()
    {
        using var pool = new BlockPool();
        var (many, few, small) = (pool.Take(50 << 20), pool.Take(5 << 20), pool.Take(1000));
        pool.GiveBack(many);
        pool.GiveBack(few);
        pool.GiveBack(small);
        Assert.AreSame(many, pool.Take(50 << 20));
        Assert.AreSame(few, pool.Take(5 << 20));
        pool.GiveBack(many);
        pool.GiveBack(few);
        pool.GiveBack(pool.Take(300 << 20));
        Assert.IsLessThan(many.Bytes + (300L << 20), pool.FreeBytes, "a third one takes the place of the one that waits longest");
    }

    [TestMethod]
    public void Block_that_is_a_little_too_small_makes_room_for_the_larger_one()
    {
        using var pool = new BlockPool();
        pool.GiveBack(pool.Take(5 << 20));
        var larger = pool.Take(8 << 20);
        Assert.AreEqual(0, pool.FreeBytes);
        pool.GiveBack(larger);
    }

    [TestMethod]
    public void Block_that_outlives_the_pool_is_freed_when_it_comes_back()
    {
        var pool = new BlockPool();
        var late = pool.Take(1000);
        pool.Dispose();
        pool.GiveBack(late);
        Assert.AreEqual(0, pool.FreeBytes);
    }

    [TestMethod]
    public void Array_that_was_given_back_cannot_be_read()
    {
        using var pool = new BlockPool();
        var array = new NativeFloats(100, pool);
        var part = array.Slice(10, 5);
        ((IDisposable)array).Dispose();
        ((IDisposable)array).Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => part.Span[0]);
        Assert.IsLessThan(2 * 400, pool.FreeBytes, "given back once");
    }
}
