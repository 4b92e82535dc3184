using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Interp.Daemon.Tests.Contract;

/// <summary>The summaries of an assembly's documentation file as plain text.</summary>
internal sealed partial class XmlDocs
{
    private readonly Dictionary<string, XElement> members;

    private XmlDocs(XDocument file) => members = file.Descendants("member").ToDictionary(member => member.Attribute("name")?.Value ?? "", StringComparer.Ordinal);

    /// <summary>The documentation beside the assembly of <paramref name="type"/>.</summary>
    public static XmlDocs Of(Type type) => new(XDocument.Load(Path.ChangeExtension(type.Assembly.Location, ".xml")));

    /// <summary>The summary of a type, or null.</summary>
    public string? Summary(Type type) => Text(members.GetValueOrDefault($"T:{type.FullName}")?.Element("summary"));

    /// <summary>The summary of a member, from the type that declares it, or what a record says of its parameter.</summary>
    public string? Summary(Type type, string property)
    {
        for (var owner = type; owner is not null; owner = owner.BaseType)
        {
            if (Text(members.GetValueOrDefault($"P:{owner.FullName}.{property}")?.Element("summary")) is { } text)
            {
                return text;
            }
        }

        var parameter = members.GetValueOrDefault($"T:{type.FullName}")?.Elements("param").FirstOrDefault(element => element.Attribute("name")?.Value == property);
        return Text(parameter);
    }

    private static string? Text(XElement? element)
    {
        if (element is null)
        {
            return null;
        }

        var words = string.Concat(element.Nodes().Select(node => node switch
        {
            XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
            XElement { Name.LocalName: "see" } see => $"`{see.Attribute("cref")?.Value.Split('.')[^1]}`",
            XElement other => other.Value,
            XText text => text.Value,
            _ => "",
        }));
        return Blanks().Replace(words, " ").Trim() is { Length: > 0 } plain ? plain : null;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
