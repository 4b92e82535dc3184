namespace Interp.Models.Families;

/// <summary>The places of a model that a stored tensor, or a part of one, can fill. Names as in <see cref="ModelWeights"/> and <see cref="LayerWeights"/>.</summary>
internal enum WeightSlot
{
    Embedding,
    PositionEmbedding,
    FinalNormGain,
    FinalNormShift,
    Unembedding,
    UnembeddingBias,
    Ln1Gain,
    Ln1Shift,
    Ln2Gain,
    Ln2Shift,
    Query,
    QueryBias,
    Key,
    KeyBias,
    Value,
    ValueBias,
    Output,
    OutputBias,
    QueryNormGain,
    KeyNormGain,
    In,
    InBias,
    Up,
    UpBias,
    Out,
    OutBias,
    AttentionBranchNormGain,
    FeedForwardBranchNormGain,
}
