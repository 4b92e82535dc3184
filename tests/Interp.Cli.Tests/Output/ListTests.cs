using Interp.Cli.Output.Lists;

namespace Interp.Cli.Tests.Output;

[TestClass]
public sealed class ListTests
{
    private static readonly string[] awkward = [" Paris", "a,b", "say \"x\"", "line\nbreak", "cr\r", "|", "`*_<b>", "\u200B", "=1+1", "", "=", "é"];

    [TestMethod]
    public void Csv_reads_back_to_the_very_same_texts()
    {
        var list = Awkward();

        var rows = ReadCsv(CsvText.Of(list));

        Assert.AreEqual("id,text,value", string.Join(',', rows[0]));
        CollectionAssert.AreEqual(awkward, rows.Skip(1).Select(row => row[1]).ToArray());
        Assert.IsTrue(rows.All(row => row.Count == 3));
    }

    [TestMethod]
    public void Csv_writes_numbers_as_JSON_does_and_nothing_for_what_is_absent()
    {
        var list = new EntryList("a", "b", "c");
        list.Add(1, -0.123456789012, null);
        list.Add(-3, 1e-12, "x");

        Assert.AreEqual("a,b,c\n1,-0.123456789,\n-3,1E-12,x\n", CsvText.Of(list));
    }

    [TestMethod]
    public void Markdown_keeps_one_row_an_entry_and_takes_no_text_as_markup()
    {
        var lines = MarkdownText.Of(Awkward()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.HasCount(awkward.Length + 2, lines);
        Assert.AreEqual("| ---: | --- | ---: |", lines[1]);
        Assert.AreEqual(@"| 0 | ·Paris | 0.5 |", lines[2]);
        Assert.AreEqual(@"| 3 | line↵break | 0.5 |", lines[5]);
        Assert.AreEqual(@"| 5 | \| | 0.5 |", lines[7]);
        Assert.AreEqual(@"| 6 | \`\*\_\<b\> | 0.5 |", lines[8]);
        Assert.AreEqual(@"| 7 | \[U\+200B\] | 0.5 |", lines[9]);
    }

    private static EntryList Awkward()
    {
        var list = new EntryList("id", "text", "value");
        foreach (var (id, text) in awkward.Index())
        {
            list.Add(id, text, 0.5);
        }

        return list;
    }

    /// <summary>RFC 4180, read one character at a time.</summary>
    private static List<List<string>> ReadCsv(string csv)
    {
        var rows = new List<List<string>>();
        var row = new List<string>();
        var cell = new System.Text.StringBuilder();
        var quoted = false;
        for (var i = 0; i < csv.Length; i++)
        {
            switch (csv[i])
            {
                case '"' when quoted && i + 1 < csv.Length && csv[i + 1] == '"':
                    cell.Append('"');
                    i++;
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case ',' or '\n' when !quoted:
                    row.Add(cell.ToString());
                    cell.Clear();
                    if (csv[i] == '\n')
                    {
                        rows.Add(row);
                        row = [];
                    }

                    break;
                default:
                    cell.Append(csv[i]);
                    break;
            }
        }

        return rows;
    }
}
