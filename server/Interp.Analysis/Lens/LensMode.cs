namespace Interp.Analysis;

/// <summary>How a vector of the stream's width is read in terms of the vocabulary (docs/methods/contributions.md).</summary>
public enum LensMode
{
    /// <summary>The model's own final norm with the scale of the vector itself, all biases and the soft cap: the ordinary logit lens.</summary>
    PerLayer,

    /// <summary>The scale of the real final residual; biases on states; linear, so parts add up.</summary>
    Frozen,

    /// <summary>As frozen without any bias: Yu et al.'s own form.</summary>
    Author,

    /// <summary>Scale 1, no bias: for vectors that belong to no position.</summary>
    Weights,
}
