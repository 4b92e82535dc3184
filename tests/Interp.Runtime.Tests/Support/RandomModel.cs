using CsCheck;
using Interp.Models;

namespace Interp.Runtime.Tests.Support;

/// <summary>A small model of any build with weights drawn from a seed. Every member of <see cref="ModelSpec"/> that changes numbers can be set.</summary>
internal sealed record RandomModel
{
    public int Layers { get; init; } = 2;
    public int Width { get; init; } = 24;
    public int Heads { get; init; } = 4;
    public int KvHeads { get; init; } = 2;
    public int HeadWidth { get; init; } = 6;
    public int FfWidth { get; init; } = 40;
    public int Vocabulary { get; init; } = 61;
    public BlockOrder Order { get; init; } = BlockOrder.Pre;
    public NormKind Norm { get; init; } = NormKind.Rms;
    public Activation Activation { get; init; } = Activation.Silu;
    public bool Gated { get; init; } = true;
    public bool Causal { get; init; } = true;

    /// <summary>Rotated entries of each head; 0 = none.</summary>
    public int RotaryDimensions { get; init; } = 6;
    public double RotaryMagnitude { get; init; } = 1;

    /// <summary>Layer 0 turns as usual, layer 1 not, layer 2 three times as fast, and so on.</summary>
    public bool RotaryByLayer { get; init; }
    public bool LearnedPositions { get; init; }
    public int PositionOffset { get; init; }

    /// <summary>Learned positions are counted past this token, as RoBERTa does; the offset is then this and one more.</summary>
    public int? PadId { get; init; }

    /// <summary>Token types; 0 = none.</summary>
    public int TypeCount { get; init; }
    public bool EmbeddingNorm { get; init; }

    /// <summary>Activation of a masked-LM head; null = none.</summary>
    public Activation? HeadActivation { get; init; }
    public bool Biases { get; init; }
    public bool HeadNorms { get; init; }
    public bool JointHeadNorms { get; init; }
    public bool InputNorms { get; init; } = true;
    public bool BranchNorms { get; init; }
    public double? ScoreCap { get; init; }
    public double? LogitCap { get; init; }
    public double EmbeddingScale { get; init; } = 1;

    /// <summary>Window of every second layer, from layer 0; null = none.</summary>
    public int? Window { get; init; }
    public bool Tied { get; init; } = true;
    public uint Seed { get; init; } = 1;

    /// <summary>Prompts of up to this many tokens.</summary>
    public const int Context = 64;

    /// <summary>Any combination of settings.</summary>
    public static readonly Gen<RandomModel> Any = Gen.Select(
        Gen.Select(Gen.Int[1, 3], Gen.OneOf(1, 2, 4), Gen.OneOf(0, 2, 4, 6), Gen.UInt, Gen.OneOf(1, 2, 7)),
        Gen.Select(Gen.Enum<BlockOrder>(), Gen.Enum<NormKind>(), Gen.Enum<Activation>(), Gen.OneOf<int?>(null, 1, 2, 5), Gen.Double[0.5, 2]),
        Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool),
        Gen.Select(Gen.Int[0, 3], Gen.Bool, Gen.OneOf<Activation?>(null, Activation.GeluErf, Activation.Silu), Gen.OneOf<int?>(null, 0, 3), Gen.Bool, Gen.Bool),
        (sizes, kinds, flags, ends) => new RandomModel
        {
            Layers = sizes.Item1,
            KvHeads = sizes.Item2,
            RotaryDimensions = sizes.Item3,
            Seed = sizes.Item4,
            FfWidth = 8 * sizes.Item5,
            Order = kinds.Item1,
            Norm = kinds.Item2,
            Activation = kinds.Item3,
            Window = kinds.Item4,
            RotaryMagnitude = kinds.Item5,
            EmbeddingScale = kinds.Item5,
            Gated = flags.Item1,
            Causal = flags.Item2,
            LearnedPositions = flags.Item3,
            Biases = flags.Item4,
            HeadNorms = flags.Item5,
            BranchNorms = flags.Item6,
            ScoreCap = flags.Item7 ? 3 : null,
            LogitCap = flags.Item7 ? 6 : null,
            Tied = flags.Item8,
            PositionOffset = flags.Item8 ? 2 : 0,
            TypeCount = ends.Item1,
            EmbeddingNorm = ends.Item2,
            HeadActivation = kinds.Item1 == BlockOrder.Post ? ends.Item3 : null,
            PadId = ends.Item4,
            JointHeadNorms = ends.Item5,
            InputNorms = kinds.Item1 == BlockOrder.Post || ends.Item6,
        });

    /// <summary>The model with its weights.</summary>
    public Model Build()
    {
        var store = new WeightStore();
        var draw = new Draw(store, new PCG(1, Seed));
        var spec = Spec();
        var embedding = draw.Matrix(Vocabulary, Width, 1);
        var weights = new ModelWeights
        {
            Store = store,
            Embedding = embedding,
            PositionEmbedding = LearnedPositions ? draw.Matrix(Context + Spec().PositionOffset, Width, 0.5) : null,
            TypeEmbedding = TypeCount > 0 ? draw.Matrix(TypeCount, Width, 0.5) : null,
            EmbeddingNorm = EmbeddingNorm ? NormOf(draw, Width) : null,
            HeadTransform = HeadActivation is null ? null : new HeadTransform(draw.Matrix(Width, Width, 1 / Math.Sqrt(Width)), Bias(draw, Width), NormOf(draw, Width)),
            Layers = [.. Enumerable.Range(0, Layers).Select(_ => Layer(draw))],
            FinalNorm = Order == BlockOrder.Post ? null : NormOf(draw, Width),
            Unembedding = Tied ? embedding : draw.Matrix(Vocabulary, Width, 1),
            UnembeddingBias = Biases ? draw.Vector(Vocabulary, 0, 0.5) : null,
        };
        return new Model
        {
            Name = "random",
            Spec = spec,
            Weights = weights,
            Source = new ModelSource { Path = "/random", Format = "none", Files = [], TensorTypes = new Dictionary<string, int>(), Parameters = 0 },
        };
    }

    private ModelSpec Spec()
    {
        var spec = UniformSpec();
        var fast = spec.Rotary is { } rotary ? rotary with { Frequencies = [.. rotary.Frequencies.Select(frequency => 3 * frequency)] } : null;
        return !RotaryByLayer || spec.Rotary is null ? spec
            : spec with { LayerRotaries = [.. Enumerable.Range(0, Layers).Select(layer => (layer % 3) switch { 0 => spec.Rotary, 1 => null, _ => fast })] };
    }

    private ModelSpec UniformSpec() => new()
    {
        Family = "random",
        Layers = Layers,
        Width = Width,
        Heads = Heads,
        KvHeads = KvHeads,
        HeadWidth = HeadWidth,
        FfWidth = FfWidth,
        Vocabulary = Vocabulary,
        Context = Context,
        Order = Order,
        InputNorms = InputNorms,
        JointHeadNorms = JointHeadNorms,
        Norm = Norm,
        NormEpsilon = 1e-5,
        Activation = Activation,
        Gated = Gated,
        Causal = Causal,
        Rotary = RotaryDimensions == 0 ? null : new RotarySpec
        {
            Dimensions = RotaryDimensions,
            Frequencies = [.. Enumerable.Range(0, RotaryDimensions / 2).Select(pair => Math.Pow(10000, -2.0 * pair / RotaryDimensions))],
            Magnitude = RotaryMagnitude,
        },
        PositionOffset = !LearnedPositions ? 0 : PadId + 1 ?? PositionOffset,
        PadId = LearnedPositions ? PadId : null,
        TypeCount = TypeCount,
        HeadActivation = HeadActivation,
        AttentionScale = 1 / Math.Sqrt(HeadWidth),
        ScoreCap = ScoreCap,
        LogitCap = LogitCap,
        EmbeddingScale = EmbeddingScale,
        Windows = Window is null ? [] : [.. Enumerable.Range(0, Layers).Select(layer => layer % 2 == 0 ? Window : null)],
        Tied = Tied,
    };

    /// <summary>The types of a prompt: the first half of one, the rest of another; null where tokens have none.</summary>
    public int[]? TypesOf(int length) => TypeCount == 0 ? null : [.. Enumerable.Range(0, length).Select(position => 2 * position / length % TypeCount)];

    private LayerWeights Layer(Draw draw)
    {
        var small = 1 / Math.Sqrt(Width);
        return new LayerWeights
        {
            Ln1 = InputNorms ? NormOf(draw, Width) : null,
            Ln2 = InputNorms ? NormOf(draw, Width) : null,
            Query = draw.Matrix(Heads * HeadWidth, Width, 2 * small),
            Key = draw.Matrix(KvHeads * HeadWidth, Width, 2 * small),
            Value = draw.Matrix(KvHeads * HeadWidth, Width, small),
            Output = draw.Matrix(Heads * HeadWidth, Width, small),
            QueryBias = Bias(draw, Heads * HeadWidth),
            KeyBias = Bias(draw, KvHeads * HeadWidth),
            ValueBias = Bias(draw, KvHeads * HeadWidth),
            OutputBias = Bias(draw, Width),
            QueryNorm = HeadNorms ? NormOf(draw, JointHeadNorms ? Heads * HeadWidth : HeadWidth) : null,
            KeyNorm = HeadNorms ? NormOf(draw, JointHeadNorms ? KvHeads * HeadWidth : HeadWidth) : null,
            In = draw.Matrix(FfWidth, Width, small),
            Up = Gated ? draw.Matrix(FfWidth, Width, small) : null,
            Out = draw.Matrix(FfWidth, Width, small),
            InBias = Bias(draw, FfWidth),
            UpBias = Gated ? Bias(draw, FfWidth) : null,
            OutBias = Bias(draw, Width),
            AttentionBranchNorm = BranchNorms ? NormOf(draw, Width) : null,
            FeedForwardBranchNorm = BranchNorms ? NormOf(draw, Width) : null,
        };
    }

    private Weight? Bias(Draw draw, int count) => Biases ? draw.Vector(count, 0, 0.3) : null;

    private NormWeights NormOf(Draw draw, int width) =>
        new(draw.Vector(width, 1, 0.3), Norm == NormKind.Layer ? draw.Vector(width, 0, 0.2) : null);

    private sealed class Draw(WeightStore store, PCG generator)
    {
        public Weight Matrix(int rows, int columns, double size) => Fill(store.Allocate(rows, columns), 0, size);

        public Weight Vector(int count, double middle, double size) => Fill(store.Allocate(1, count), middle, size);

        private Weight Fill(Weight weight, double middle, double size)
        {
            foreach (ref var value in store.Writable(weight, 0, weight.Rows))
            {
                value = (float)(middle + (size * ((2.0 * generator.Next() / uint.MaxValue) - 1)));
            }

            return weight;
        }
    }
}
