namespace Interp.Models.Tests;

/// <summary>All weights of a model by name, to be compared one by one.</summary>
internal static class WeightComparison
{
    /// <summary>Name and weight of everything that a model has.</summary>
    public static IReadOnlyDictionary<string, Weight> All(ModelWeights weights)
    {
        var all = new Dictionary<string, Weight?>
        {
            ["embedding"] = weights.Embedding,
            ["positions"] = weights.PositionEmbedding,
            ["types"] = weights.TypeEmbedding,
            ["embedding norm gain"] = weights.EmbeddingNorm?.Gain,
            ["embedding norm shift"] = weights.EmbeddingNorm?.Shift,
            ["head"] = weights.HeadTransform?.Dense,
            ["head bias"] = weights.HeadTransform?.Bias,
            ["head gain"] = weights.HeadTransform?.Norm.Gain,
            ["head shift"] = weights.HeadTransform?.Norm.Shift,
            ["unembedding"] = weights.Unembedding,
            ["unembedding bias"] = weights.UnembeddingBias,
            ["final gain"] = weights.FinalNorm?.Gain,
            ["final shift"] = weights.FinalNorm?.Shift,
        };
        for (var layer = 0; layer < weights.Layers.Count; layer++)
        {
            foreach (var (name, weight) in Layer(weights.Layers[layer]))
            {
                all[$"{layer} {name}"] = weight;
            }
        }

        return all.Where(entry => entry.Value is not null).ToDictionary(entry => entry.Key, entry => entry.Value ?? throw new InvalidOperationException());
    }

    /// <summary>Fails where a weight is missing on one side or differs by more than <paramref name="tolerance"/>.</summary>
    public static void AssertSame(ModelWeights expected, ModelWeights actual, float tolerance = 0)
    {
        var (ours, theirs) = (All(expected), All(actual));
        CollectionAssert.AreEquivalent(ours.Keys.ToArray(), theirs.Keys.ToArray());
        foreach (var (name, weight) in ours)
        {
            var other = theirs[name];
            Assert.AreEqual((weight.Rows, weight.Columns), (other.Rows, other.Columns), name);
            for (var row = 0; row < weight.Rows; row++)
            {
                var one = weight.Row(row);
                var two = other.Row(row);
                for (var column = 0; column < weight.Columns; column++)
                {
                    Assert.AreEqual(one[column], two[column], tolerance, $"{name} [{row}, {column}]");
                }
            }
        }
    }

    private static IEnumerable<(string Name, Weight? Weight)> Layer(LayerWeights layer) =>
    [
        ("ln1 gain", layer.Ln1?.Gain), ("ln1 shift", layer.Ln1?.Shift), ("ln2 gain", layer.Ln2?.Gain), ("ln2 shift", layer.Ln2?.Shift),
        ("query", layer.Query), ("key", layer.Key), ("value", layer.Value), ("output", layer.Output),
        ("query bias", layer.QueryBias), ("key bias", layer.KeyBias), ("value bias", layer.ValueBias), ("output bias", layer.OutputBias),
        ("query norm", layer.QueryNorm?.Gain), ("key norm", layer.KeyNorm?.Gain),
        ("in", layer.In), ("up", layer.Up), ("out", layer.Out), ("in bias", layer.InBias), ("up bias", layer.UpBias), ("out bias", layer.OutBias),
        ("attention branch norm", layer.AttentionBranchNorm?.Gain), ("feed-forward branch norm", layer.FeedForwardBranchNorm?.Gain),
    ];
}
