using Interp.Models;

namespace Interp.Runtime.Tests.Precision;

/// <summary>A model with weights in a precision, and the same in float32 with the numbers that the first one reads.</summary>
internal sealed class RoundedModel : IDisposable
{
    private readonly List<WeightStore> stores = [];

    /// <summary>Loads the model at <paramref name="path"/> both ways.</summary>
    public RoundedModel(string path, WeightPrecision precision)
    {
        Compact = ModelLoader.Load(path, precision, 2, CancellationToken.None);
        Full = Float(Compact);
    }

    /// <summary>In the precision.</summary>
    public Model Compact { get; }

    /// <summary>In float32, rounded.</summary>
    public Model Full { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Compact.Dispose();
        stores.ForEach(store => store.Dispose());
    }

    private Model Float(Model model)
    {
        var store = new WeightStore();
        stores.Add(store);
        var weights = model.Weights;
        var embedding = weights.Embedding.AsFloat(store);
        return new Model
        {
            Name = model.Name,
            Spec = model.Spec,
            Tokenizer = model.Tokenizer,
            Source = model.Source,
            Weights = weights with
            {
                Embedding = embedding,
                Unembedding = ReferenceEquals(weights.Unembedding, weights.Embedding) ? embedding : weights.Unembedding.AsFloat(store),
                Layers = [.. weights.Layers.Select(layer => layer with
                {
                    Query = layer.Query.AsFloat(store),
                    Key = layer.Key.AsFloat(store),
                    Value = layer.Value.AsFloat(store),
                    Output = layer.Output.AsFloat(store),
                    In = layer.In.AsFloat(store),
                    Up = layer.Up?.AsFloat(store),
                    Out = layer.Out.AsFloat(store),
                })],
            },
        };
    }
}
