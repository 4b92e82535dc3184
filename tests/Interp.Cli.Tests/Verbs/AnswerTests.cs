using System.Globalization;
using System.Text.RegularExpressions;

namespace Interp.Cli.Tests.Verbs;

/// <summary>The verbs on the embedded model.</summary>
[TestClass]
public sealed class AnswerTests
{
    [TestMethod]
    [DataRow("The capital of France is", "·Paris 77.3 %")]
    [DataRow("When Mary and John went to the store, John gave a drink to", "·Mary 92.3 %")]
    public void Explain_says_what_the_model_predicts_and_what_made_it(string prompt, string answer)
    {
        var run = TestConsole.Run(["explain", prompt]);

        Assert.AreEqual(0, run.Exit, run.Error);
        StringAssert.Contains(run.Out, "predicts\t" + answer);
        StringAssert.Contains(run.Out, "heads\tlooks at\tweight\tscore");
        StringAssert.Contains(run.Out, "neurons\tcoeff.\tscore\twrites most");
        StringAssert.Contains(run.Out, "✓ certified\tthe list of neurons equals a full sweep");
    }

    [TestMethod]
    public void The_certified_list_holds_the_heads_and_neurons_of_the_independent_case()
    {
        var run = TestConsole.Run(["explain", "The capital of France is"]);

        // golden/contributions/contributions-words-smollm2.json
        StringAssert.Contains(run.Out, "\n23.4\t·France\t0.90\t+2.97\n29.1\t·is\t0.62\t+1.12\n");
        StringAssert.Contains(run.Out, "\n27.846\t10.7\t+1.42\t·affili ·strugg ·enthus\n");
        StringAssert.Contains(run.Out, "\n23.863\t13.1\t-1.93\t. , :\n");
    }

    [TestMethod]
    public void With_a_contrast_the_course_is_that_of_the_difference_and_the_scores_lead_from_its_start_to_its_end()
    {
        var run = TestConsole.Run(["explain", "The capital of France is", "--contrast", " London"]);

        var course = Regex.Match(run.Out, "\nlog-probability of ·Paris less that of ·London\t(?<start>-?[0-9.]+) at the embedding, .*?(?<end>-?[0-9.]+) at the end\n");
        var sum = Regex.Match(run.Out, "add up to (?<sum>[-+0-9.]+)\n");
        Assert.IsTrue(course.Success && sum.Success, run.Out + run.Error);
        Assert.AreEqual(Number(sum, "sum"), Number(course, "end") - Number(course, "start"), 0.016);
        StringAssert.Contains(run.Out, "next   interp lens … --target \" Paris\" --contrast \" London\" --out lens.svg");

        static double Number(Match match, string name) => double.Parse(match.Groups[name].ValueSpan, CultureInfo.InvariantCulture);
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow(100)]
    public void Explain_of_an_encoder_says_what_it_predicts_and_from_which_layer_on(int? width)
    {
        var run = TestConsole.Run(["explain", "--model", "tiny/bert", "--ids", "3,17,42,99,5", "--position", "2", "--target", "7", "--contrast", "9"], width: width);

        Assert.AreEqual(0, run.Exit, run.Error);
        StringAssert.Contains(run.Out, "#7");
        StringAssert.Contains(run.Out, "--positions 2");
        StringAssert.Contains(run.Out, "postNorm: ");
        Assert.IsFalse(run.Out.Contains("Heads", StringComparison.Ordinal), run.Out);
    }

    [TestMethod]
    public void A_picture_of_layers_that_do_not_add_up_is_not_available()
    {
        using var folder = new TemporaryFolder();

        var run = TestConsole.Run(["explain", "--model", "tiny/bert", "--ids", "3,17", "--out", folder.At("x.svg")]);

        Assert.AreNotEqual(0, run.Exit);
        Assert.IsEmpty(folder.Names);
    }

    [TestMethod]
    public void The_prompt_is_shown_as_it_was_written_though_its_characters_are_several_tokens()
    {
        var run = TestConsole.Run(["explain", "東京🦙 is", "--levels", "layers"]);

        Assert.AreEqual(0, run.Exit, run.Error);
        StringAssert.Contains(run.Out, "prompt\t東京🦙·is\tat\t");
    }

    [TestMethod]
    public void A_number_does_not_depend_on_the_length_of_its_list()
    {
        var few = Csv("3");
        var many = Csv("50");

        Assert.AreEqual(few, many[..few.Length]);
        Assert.HasCount(51, many.Split('\n', StringSplitOptions.RemoveEmptyEntries));

        static string Csv(string top)
        {
            using var folder = new TemporaryFolder();
            var run = TestConsole.Run(["forward", "The capital of France is", "--positions", "-1", "--top", top, "--out", folder.At("r.csv")]);
            Assert.AreEqual(0, run.Exit, run.Error);
            return File.ReadAllText(folder.At("r.csv"));
        }
    }

    [TestMethod]
    public void Shorthands_name_the_vectors_of_a_projection()
    {
        var run = TestConsole.Run(["project", "The capital of France is", "--neuron", "24.1005", "--head", "23.4", "--tap", "blocks.29.hook_resid_post", "--top", "1", "--bottom", "1"]);

        Assert.AreEqual(0, run.Exit, run.Error);
        StringAssert.Contains(run.Out, "ffContribution 24.1005 at 4 ·is");
        StringAssert.Contains(run.Out, "head 23.4 at 4 ·is");
        StringAssert.Contains(run.Out, "\n7042\t·Paris\t+17.37\t");
        Assert.AreEqual(2, TestConsole.Run(["project", "--neuron", "24"]).Exit);
        string Neuron(string name) => TestConsole.Run(["project", "--model", "tiny/llama-gqa", "--neuron", name, "--plain"]).Out;
        Assert.AreEqual(Neuron("1.3"), Neuron("1:3"));
        Assert.AreEqual(2, TestConsole.Run(["project", "hi", "--head", "1:3"]).Exit);
    }

    [TestMethod]
    public void A_lens_on_a_narrow_terminal_is_cut_into_bands_and_every_line_fits()
    {
        const int width = 60;

        var run = TestConsole.Run(["lens", "When Mary and John went to the store, John gave a drink to"], width: width);

        Assert.AreEqual(0, run.Exit, run.Error);
        Assert.IsTrue(run.Out.Split('\n').All(line => Interp.Cli.Rendering.Block.WidthOf(line) <= width), run.Out);
        Assert.IsGreaterThan(1, run.Out.Split("  embed").Length - 1);
    }

    [TestMethod]
    [DataRow("de-DE")]
    [DataRow("ar-SA")]
    public void Numbers_on_the_command_line_are_read_alike_in_every_culture(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            var run = TestConsole.Run(["forward", "--ids", "1,2", "--model", "tiny/llama-gqa", "--positions", "-1", "--top", "1"]);
            Assert.AreEqual(0, run.Exit, run.Error);
            StringAssert.Contains(run.Out, "\n1\t");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
