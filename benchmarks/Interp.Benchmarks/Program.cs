using Interp.Benchmarks.Measuring;

namespace Interp.Benchmarks;

/// <summary>Measures Interp on the embedded model: <c>dotnet run -c Release --project benchmarks/Interp.Benchmarks -- NAME</c>.</summary>
public static class Program
{
    private static readonly Dictionary<string, (string About, Action Run)> Benches = new()
    {
        ["forward"] = ("all taps against none", ForwardBench.Run),
        ["neurons"] = ("the certified top 300 against a full sweep", NeuronsBench.Run),
        ["linear"] = ("what every head and neuron adds to a logit, against a forward pass", LinearBench.Run),
        ["lens"] = ("a lens grid against its matrix product", LensBench.Run),
        ["prefix"] = ("a prompt that begins like the one before", PrefixBench.Run),
        ["start"] = ("start of the program to its first answer", StartBench.Run),
        ["memory"] = ("resident memory after 100 questions", MemoryBench.Run),
        ["large"] = ("first answer and memory, up to 1.5 billion parameters", LargeBench.Run),
        ["tokenizer"] = ("text to tokens", TokenizerBench.Run),
    };

    /// <summary>Runs the benches named; without a name lists them.</summary>
    public static int Main(string[] args)
    {
        if (args.Length == 0 || args.Any(name => !Benches.ContainsKey(name)))
        {
            foreach (var (name, bench) in Benches)
            {
                Console.Error.WriteLine($"{name,-10} {bench.About}");
            }

            return 2;
        }

        foreach (var name in args)
        {
            Console.WriteLine($"### {name}: {Benches[name].About}");
            Console.WriteLine();
            Benches[name].Run();
            Console.WriteLine();
        }

        return 0;
    }
}
