using System.Globalization;
using System.Text;
using System.Xml;
using Interp.Contracts;

namespace Interp.Cli.Output;

/// <summary>The outcomes of <c>test</c> as JUnit writes them: a suite a file, a case an expectation.</summary>
internal static class JunitReport
{
    /// <summary>The report.</summary>
    public static string Of(TestResult result)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true, CheckCharacters = false }))
        {
            xml.WriteStartElement("testsuites");
            Counts(xml, result.Passed + result.Failed, result.Failed);
            foreach (var file in result.Files)
            {
                Suite(xml, file);
            }

            xml.WriteEndElement();
        }

        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + text + "\n";
    }

    private static void Suite(XmlWriter xml, TestedFile file)
    {
        var cases = file.Blocks.SelectMany(block => block.Expectations).ToList();
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", Valid(file.Path));
        Counts(xml, cases.Count, cases.Count(outcome => !outcome.Met));
        foreach (var block in file.Blocks)
        {
            foreach (var outcome in block.Expectations)
            {
                Case(xml, file, block, outcome);
            }
        }

        if (file.Problems.Count > 0)
        {
            xml.WriteElementString("system-err", Valid(string.Join('\n', file.Problems.Select(problem =>
                string.Create(CultureInfo.InvariantCulture, $"{file.Path}:{problem.Line}:{problem.Column}: {problem.Severity}: {problem.Message} {problem.Hint}")))));
        }

        xml.WriteEndElement();
    }

    private static void Case(XmlWriter xml, TestedFile file, TestedBlock block, TestedExpectation outcome)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", Valid(block.Name.Length > 0 ? block.Name : Path.GetFileName(file.Path)));
        xml.WriteAttributeString("name", Valid($"{outcome.Expression} {outcome.Bound}".TrimEnd()));
        xml.WriteAttributeString("file", Valid(file.Path));
        xml.WriteAttributeString("line", outcome.Line.ToString(CultureInfo.InvariantCulture));
        if (!outcome.Met)
        {
            xml.WriteStartElement("failure");
            xml.WriteAttributeString("message", Valid(outcome.Message ?? ""));
            xml.WriteString(Valid(outcome.Hint ?? ""));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Counts(XmlWriter xml, int tests, int failures)
    {
        xml.WriteAttributeString("tests", tests.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("failures", failures.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>XML has no way to write some characters, not even escaped.</summary>
    private static string Valid(string text) => string.Concat(text.EnumerateRunes().Select(rune =>
        rune.Value is '\t' or '\n' or '\r' or (>= 0x20 and not (0xFFFE or 0xFFFF)) ? rune.ToString() : string.Create(CultureInfo.InvariantCulture, $"[U+{rune.Value:X4}]")));
}
