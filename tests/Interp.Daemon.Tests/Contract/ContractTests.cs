using Interp.Daemon.Tests.Support;

namespace Interp.Daemon.Tests.Contract;

/// <summary>The TypeScript contract says what the daemon speaks.</summary>
[TestClass]
public sealed class ContractTests
{
    /// <summary>Set by scripts/contract.mjs: the file is written anew.</summary>
    private const string WriteVariable = "INTERP_WRITE_CONTRACT";

    [TestMethod]
    public void The_TypeScript_contract_is_what_the_records_are_now()
    {
        var path = Path.Combine(Repository.Root, "extension", "shared", "contracts.ts");
        var now = TypeScriptContract.Write(TestDaemon.Methods());
        if (Environment.GetEnvironmentVariable(WriteVariable) is { Length: > 0 })
        {
            File.WriteAllText(path, now);
        }

        Assert.AreEqual(now, File.ReadAllText(path).ReplaceLineEndings("\n"), "The contract has changed. Run: node scripts/contract.mjs");
    }
}
