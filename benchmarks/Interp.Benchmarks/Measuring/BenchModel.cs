using Interp.Analysis;
using Interp.Models;
using Interp.Runtime;

namespace Interp.Benchmarks.Measuring;

/// <summary>The embedded model on two threads.</summary>
public sealed class BenchModel : IDisposable
{
    /// <summary>Threads of every bench.</summary>
    public const int Threads = 2;

    private readonly ModelStore store = new(Threads);

    /// <summary>Opens it, with a prefix cache of <paramref name="prefixBudget"/> bytes; 0 = none.</summary>
    public BenchModel(long prefixBudget = 0)
    {
        store.PrefixBudget = prefixBudget;
        Open = store.Open(null, CancellationToken.None);
        Context = new AnalysisContext { Models = store };
    }

    public OpenModel Open { get; }
    public Model Model => Open.Model;
    public Engine Engine => Open.Engine;

    /// <summary>For analyses.</summary>
    public AnalysisContext Context { get; }

    /// <summary>Bytes of the stored parameters as float32, a tied embedding once.</summary>
    public double WeightBytes => 4.0 * Model.Source.Parameters;

    /// <summary>The first <paramref name="count"/> tokens of a plain text.</summary>
    public int[] Prompt(int count)
    {
        var tokenizer = Model.Tokenizer ?? throw new InvalidOperationException("The embedded model has a tokenizer.");
        var text = string.Join(' ', Enumerable.Repeat(Sentences, 1 + (count / 40)));
        return [.. tokenizer.Encode(text, special: true).Tokens.Take(count).Select(token => token.Id)];
    }

    /// <inheritdoc/>
    public void Dispose() => store.Dispose();

    private const string Sentences =
        "The old bridge crosses the river where the two roads meet, and in spring the water rises to the third stone. "
        + "Every morning a baker walks over it with bread for the village on the other side. "
        + "He says that the first bridge was made of wood, and that a flood took it away in a single night.";
}
