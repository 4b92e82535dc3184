using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Interp.Architecture.Tests;

/// <summary>What a built assembly refers to, read from its metadata without loading it.</summary>
internal sealed class BuiltAssembly
{
    private BuiltAssembly(string name, IReadOnlySet<string> assemblies, IReadOnlySet<string> types, IReadOnlySet<string> members)
    {
        Name = name;
        Assemblies = assemblies;
        Types = types;
        Members = members;
    }

    /// <summary>The projects under <c>server/</c> by the end of their names, in the order of the way of the data.</summary>
    public static IReadOnlyDictionary<string, BuiltAssembly> Server { get; } =
        new[] { "Contracts", "Numerics", "Models", "Runtime", "Analysis", "Figures", "Daemon", "Cli" }
            .ToDictionary(part => part, part => Read(part == "Cli" ? "interp.dll" : $"Interp.{part}.dll"));

    public string Name { get; }

    /// <summary>Simple names of the assemblies that it uses.</summary>
    public IReadOnlySet<string> Assemblies { get; }

    /// <summary>Full names of the types of other assemblies that it names.</summary>
    public IReadOnlySet<string> Types { get; }

    /// <summary><c>Namespace.Type.Member</c> of the members of other assemblies that it uses.</summary>
    public IReadOnlySet<string> Members { get; }

    private static BuiltAssembly Read(string file)
    {
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, file));
        using var portable = new PEReader(stream);
        var reader = portable.GetMetadataReader();
        return new BuiltAssembly(
            file,
            reader.AssemblyReferences.Select(handle => reader.GetString(reader.GetAssemblyReference(handle).Name)).ToHashSet(),
            reader.TypeReferences.Select(handle => FullName(reader, handle)).ToHashSet(),
            MembersOf(reader).ToHashSet());
    }

    private static IEnumerable<string> MembersOf(MetadataReader reader)
    {
        foreach (var handle in reader.MemberReferences)
        {
            var member = reader.GetMemberReference(handle);
            if (member.Parent.Kind == HandleKind.TypeReference)
            {
                yield return $"{FullName(reader, (TypeReferenceHandle)member.Parent)}.{reader.GetString(member.Name)}";
            }
        }
    }

    private static string FullName(MetadataReader reader, TypeReferenceHandle handle)
    {
        var type = reader.GetTypeReference(handle);
        var name = reader.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{FullName(reader, (TypeReferenceHandle)type.ResolutionScope)}.{name}"
            : $"{reader.GetString(type.Namespace)}.{name}";
    }
}
