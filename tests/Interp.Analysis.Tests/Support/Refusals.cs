using Interp.Contracts;

namespace Interp.Analysis.Tests;

internal static class Refusals
{
    /// <summary>Runs what must be refused and gives the refusal, after checking its kind.</summary>
    public static InterpException Expect(ErrorKind kind, Action action)
    {
        var refusal = Assert.ThrowsExactly<InterpException>(action);
        Assert.AreEqual(kind, refusal.Kind, refusal.Message);
        return refusal;
    }
}
