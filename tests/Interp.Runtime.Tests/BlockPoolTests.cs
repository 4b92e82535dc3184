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
    public void One_large_block_waits_at_a_time()
    {
        using var pool = new BlockPool();
        var (old, last, small) = (pool.Take(5 << 20), pool.Take(6 << 20), pool.Take(1000));
        pool.GiveBack(old);
        pool.GiveBack(small);
        pool.GiveBack(last);
        Assert.AreEqual(last.Bytes + small.Bytes, pool.FreeBytes);
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
