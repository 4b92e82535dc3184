using Interp.Contracts;

namespace Interp.Models.Tests;

/// <summary>What a failure must be: of the kind, one sentence that names what is wrong, and a hint.</summary>
internal static class Refusals
{
    /// <summary>Runs <paramref name="action"/> and returns the failure that it must be refused with.</summary>
    public static InterpException Expect(ErrorKind kind, Action action, params string[] mentions)
    {
        var failure = Assert.ThrowsExactly<InterpException>(action);
        Assert.AreEqual(kind, failure.Kind, failure.Message);
        Assert.IsFalse(string.IsNullOrWhiteSpace(failure.Hint), "A refusal has a hint.");
        Assert.IsFalse(failure.Message.AsSpan().ContainsAny('\n', '\r'), failure.Message);
        foreach (var mention in mentions)
        {
            Assert.Contains(mention, failure.Message, StringComparison.OrdinalIgnoreCase);
        }

        return failure;
    }
}
