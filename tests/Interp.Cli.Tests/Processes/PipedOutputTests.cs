using System.Text.RegularExpressions;

namespace Interp.Cli.Tests.Processes;

/// <summary>What the program writes into a pipe does not depend on the terminal or the locale around it.</summary>
[TestClass]
public sealed partial class PipedOutputTests
{
    private static readonly string[] tiny = ["--model", "tiny/llama-gqa", "--ids", "3,14,15,9,2,6,5,35,8,9,7,9,32,3,8,46"];

    public static IEnumerable<object[]> Locales => [["de_DE.UTF-8"], ["nb_NO.UTF-8"], ["sv_SE.UTF-8"], ["tr_TR.UTF-8"], ["ar_SA.UTF-8"], ["fa_IR.UTF-8"]];

    [TestMethod]
    public void A_row_is_one_line_whatever_the_width_and_kind_of_terminal()
    {
        string[] arguments = ["lens", .. tiny];

        var wide = RealProcess.Run(arguments, new Dictionary<string, string?> { ["COLUMNS"] = "400", ["TERM"] = "xterm-256color" });
        var narrow = RealProcess.Run(arguments, new Dictionary<string, string?> { ["COLUMNS"] = "20", ["TERM"] = null });

        Assert.AreEqual(0, wide.Exit, wide.Error);
        CollectionAssert.AreEqual(wide.Out, narrow.Out);
        Assert.IsFalse(wide.Text.Contains('\u001b', StringComparison.Ordinal), "An escape sequence was written into a pipe.");
        var header = wide.Text.Split('\n').Single(line => line.StartsWith("layer\t", StringComparison.Ordinal));
        Assert.HasCount(17, header.Split('\t'));
        Assert.IsGreaterThan(80, header.Length);
    }

    [TestMethod]
    [DynamicData(nameof(Locales))]
    public void Every_verb_and_every_kind_of_file_has_the_same_bytes_in_every_locale(string locale)
    {
        for (var i = 0; i < commands.Length; i++)
        {
            Assert.AreEqual(plain.Value[i], Output(commands[i], locale), string.Join(' ', commands[i]));
        }
    }

    // FILE is the request file, OUT a file of its own for each run.
    private static readonly string[][] commands =
    [
        ["run", "FILE"],
        ["explain", .. tiny, "--contrast", "5"],
        ["lens", .. tiny, "--out", "OUT.svg"],
        ["contributions", .. tiny, "--out", "OUT.csv"],
        ["project", "--model", "tiny/llama-gqa", "--neuron", "1.3", "--out", "OUT.md"],
    ];

    private static readonly Lazy<string[]> plain = new(() => [.. commands.Select(command => Output(command, "C"))]);

    private const string Requests = """
        {"method":"forward","model":"tiny/llama-gqa","ids":[1,2,3],"top":3,"taps":["blocks.0.hook_resid_post"]}
        {"method":"lens","model":"tiny/llama-gqa","ids":[1,2,3],"top":2}
        {"method":"project","model":"tiny/llama-gqa","vectors":[{"kind":"ffValue","layer":1,"neuron":2}]}
        {"method":"contributions","model":"tiny/llama-gqa","ids":[1,2,3]}
        {"method":"tokenize","text":"Iıİi 1.5","model":"smollm2-135m-instruct"}
        {"method":"lens","model":"tiny/llama-gqa","ids":[1,2,3],"topp":2}
        """;

    /// <summary>Standard output and the file that was written, without the time that it took.</summary>
    private static string Output(string[] arguments, string locale)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("requests.jsonl", Requests);
        var real = arguments.Select(argument => argument.Replace("FILE", file, StringComparison.Ordinal).Replace("OUT", folder.At("out"), StringComparison.Ordinal)).ToArray();
        var run = RealProcess.Run([.. real, "--quiet"], new Dictionary<string, string?> { ["LANG"] = locale, ["LC_ALL"] = locale });
        var written = Array.IndexOf(real, "--out") is >= 0 and var at ? File.ReadAllText(real[at + 1]) : "";
        Assert.IsTrue(run.Text.Length + written.Length > 0, run.Error);
        return Elapsed().Replace(run.Text + written, "");
    }

    [GeneratedRegex("\"elapsedMs\":[0-9.E+-]+")]
    private static partial Regex Elapsed();
}
