using Interp.Cli.Commands;
using Interp.Cli.Output;
using Interp.Contracts;

namespace Interp.Cli.Tests.Output;

[TestClass]
public sealed class FailureTests
{
    [TestMethod]
    public void The_log_keeps_the_stack_of_a_fault_and_never_grows_without_end()
    {
        using var folder = new TemporaryFolder();
        var path = folder.At("state/interp.log");

        FaultLog.Append(Thrown(), path);
        var first = File.ReadAllText(path);
        File.AppendAllText(path, new string('x', 2 << 20));
        FaultLog.Append(Thrown(), path);

        StringAssert.Contains(first, nameof(Thrown));
        StringAssert.Contains(first, Program.Version);
        Assert.IsLessThan(10_000, new FileInfo(path).Length);
        StringAssert.StartsWith(File.ReadAllText(path + ".1"), first);
    }

    [TestMethod]
    [DataRow(ErrorKind.ModelNotFound, 3)]
    [DataRow(ErrorKind.ModelUnsupported, 3)]
    [DataRow(ErrorKind.ModelDamaged, 3)]
    [DataRow(ErrorKind.PromptEmpty, 4)]
    [DataRow(ErrorKind.PromptTooLong, 4)]
    [DataRow(ErrorKind.TargetNotOneToken, 4)]
    [DataRow(ErrorKind.OutOfRange, 4)]
    [DataRow(ErrorKind.SettingUnknown, 4)]
    [DataRow(ErrorKind.NotAvailable, 4)]
    [DataRow(ErrorKind.ProviderUnavailable, 5)]
    [DataRow(ErrorKind.ProviderRefused, 5)]
    [DataRow(ErrorKind.OutOfMemory, 5)]
    [DataRow(ErrorKind.FileProblem, 4)]
    [DataRow(ErrorKind.EditsMismatch, 4)]
    [DataRow(ErrorKind.Cancelled, 130)]
    [DataRow(ErrorKind.Internal, 1)]
    public void Every_kind_of_error_has_its_exit_code(ErrorKind kind, int exit) => Assert.AreEqual(exit, ExitCodes.Of(new InterpException(kind, "m")));

    [TestMethod]
    public void A_wrong_command_line_exits_with_2_and_a_cancelled_one_with_130()
    {
        Assert.AreEqual(2, ExitCodes.Of(new UsageException("m", "h")));
        Assert.AreEqual(130, ExitCodes.Of(new OperationCanceledException()));
        Assert.AreEqual(1, ExitCodes.Of(new InvalidOperationException()));
    }

    private static InvalidOperationException Thrown()
    {
        try
        {
            throw new InvalidOperationException("a fault");
        }
        catch (InvalidOperationException failure)
        {
            return failure;
        }
    }
}
