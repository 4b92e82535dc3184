namespace Interp.Models.Families;

/// <summary>What a slot holds: <paramref name="Rows"/> x <paramref name="Columns"/> entries, a vector where <paramref name="Kind"/> says so.</summary>
internal readonly record struct SlotShape(int Rows, int Columns, SlotKind Kind)
{
    /// <summary>The shape of <paramref name="slot"/> in a model of these sizes; <paramref name="positions"/> rows of learned positions.</summary>
    public static SlotShape Of(WeightSlot slot, ModelSpec spec, int positions)
    {
        var width = spec.Width;
        var queries = spec.Heads * spec.HeadWidth;
        var keys = spec.KvHeads * spec.HeadWidth;
        return slot switch
        {
            WeightSlot.Embedding or WeightSlot.Unembedding => new(spec.Vocabulary, width, SlotKind.Table),
            WeightSlot.PositionEmbedding => new(positions, width, SlotKind.Table),
            WeightSlot.TypeEmbedding => new(spec.TypeCount, width, SlotKind.Table),
            WeightSlot.HeadDense => new(width, width, SlotKind.Reads),
            WeightSlot.UnembeddingBias => Vector(spec.Vocabulary),
            WeightSlot.Query => new(queries, width, SlotKind.Reads),
            WeightSlot.Key or WeightSlot.Value => new(keys, width, SlotKind.Reads),
            WeightSlot.Output => new(queries, width, SlotKind.Writes),
            WeightSlot.In or WeightSlot.Up => new(spec.FfWidth, width, SlotKind.Reads),
            WeightSlot.Out => new(spec.FfWidth, width, SlotKind.Writes),
            WeightSlot.QueryBias => Vector(queries),
            WeightSlot.KeyBias or WeightSlot.ValueBias => Vector(keys),
            WeightSlot.InBias or WeightSlot.UpBias => Vector(spec.FfWidth),
            WeightSlot.QueryNormGain => Vector(spec.JointHeadNorms ? queries : spec.HeadWidth),
            WeightSlot.KeyNormGain => Vector(spec.JointHeadNorms ? keys : spec.HeadWidth),
            _ => Vector(width),
        };
    }

    private static SlotShape Vector(int length) => new(1, length, SlotKind.Vector);
}

/// <summary>How a slot's matrix stands to the residual stream.</summary>
internal enum SlotKind
{
    /// <summary>One axis.</summary>
    Vector,

    /// <summary>One row a token or position.</summary>
    Table,

    /// <summary>Rows are directions that are read: [out, in].</summary>
    Reads,

    /// <summary>Rows are directions that are written: [in, out].</summary>
    Writes,
}
