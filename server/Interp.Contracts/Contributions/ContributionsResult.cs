using System.Diagnostics.CodeAnalysis;

namespace Interp.Contracts;

/// <summary>Settings of contributions, defaults filled.</summary>
public sealed record ContributionsSettings
{
    public required string Mode { get; init; }
    public required int Position { get; init; }
    public required int Target { get; init; }
    public int? Contrast { get; init; }
    public required IReadOnlyList<string> Levels { get; init; }
    public required IReadOnlyList<int> InLayers { get; init; }
    public required int Top { get; init; }
    public required int Bottom { get; init; }
    public required string Score { get; init; }
    public int? MaxEvaluations { get; init; }
    public required int Words { get; init; }
    public required bool Reads { get; init; }

    /// <summary>s*: the divisor of the final norm at the analysed position; absent for post-norm models.</summary>
    public double? Scale { get; init; }
    public required bool SoftCapApplied { get; init; }
    public QueriesSettings? Queries { get; init; }
}

/// <summary>Settings of queries, defaults filled.</summary>
public sealed record QueriesSettings
{
    public required QueriesOf Of { get; init; }
    public required int Count { get; init; }
    public required string Form { get; init; }
    public required string Normalise { get; init; }
    public required bool Neurons { get; init; }
    public required int Top { get; init; }
    public required bool Shares { get; init; }
}

/// <summary>Result of <see cref="ContributionsRequest"/>. Scores are differences of natural log-probability (nats).</summary>
public record ContributionsResult : AnalysisResult
{
    public required ContributionsSettings Settings { get; init; }
    public required FollowedToken Target { get; init; }
    public FollowedToken? Contrast { get; init; }

    /// <summary>Of a post-norm model, whose parts have no scores, all is interaction.</summary>
    public required ContributionSum Sum { get; init; }

    /// <summary>2L+1 rows in stream order.</summary>
    public IReadOnlyList<LayerRow>? Layers { get; init; }
    public IReadOnlyList<BiasRow>? Biases { get; init; }
    public HeadLevel? Heads { get; init; }
    public HeadPositionLevel? HeadPositions { get; init; }
    public NeuronLevel? FfNeurons { get; init; }
    public AttentionUnitLevel? AttentionUnits { get; init; }
    public AttentionNeuronLevel? AttentionNeurons { get; init; }

    /// <summary>The parts asked for by name, in the order asked.</summary>
    public IReadOnlyList<NamedPartRow>? Rows { get; init; }
    public QueriesResult? Queries { get; init; }
}

/// <summary>Result of <see cref="ExplainRequest"/>.</summary>
public sealed record ExplainResult : ContributionsResult
{
    /// <summary>A result to be filled.</summary>
    public ExplainResult()
    {
    }

    /// <summary>All of <paramref name="contributions"/>, with the predictions.</summary>
    [SetsRequiredMembers]
    public ExplainResult(ContributionsResult contributions, IReadOnlyList<Prediction> predictions)
        : base(contributions) => Predictions = predictions;

    /// <summary>The model's own prediction at the analysed position.</summary>
    public required IReadOnlyList<Prediction> Predictions { get; init; }

    /// <summary>Of a post-norm model, in place of levels: the story of the analysed position in the lens, whose rows are the embedding and the blocks' outputs.</summary>
    public IReadOnlyList<LensStory>? Story { get; init; }
}

/// <summary>The target or the contrast: in the model's output and at the ends of the analysed stream.</summary>
public sealed record FollowedToken
{
    public required int Id { get; init; }
    public required string Text { get; init; }
    public required double ModelLogProb { get; init; }
    public required int ModelRank { get; init; }
    public required double LogProbZero { get; init; }
    public required double LogProbEmbed { get; init; }
    public required double LogProbFinal { get; init; }
}

/// <summary>Sum of the layers' scores, the whole difference, and what is left between them.</summary>
public sealed record ContributionSum
{
    public required double Layers { get; init; }
    public required double Total { get; init; }
    public required double Interaction { get; init; }
}

/// <summary>Numbers of every listed part.</summary>
public abstract record ContributionRow
{
    /// <summary>Nats.</summary>
    public required double Score { get; init; }

    /// <summary>Before-softmax value of the target.</summary>
    public required double Bs { get; init; }

    /// <summary>Length of the part.</summary>
    public required double Norm { get; init; }

    /// <summary>First-order score; absent in perLayer.</summary>
    public double? FirstOrder { get; init; }

    /// <summary>Log-probability increase of the target: with a contrast, or with another score.</summary>
    public double? Increase { get; init; }

    /// <summary>Log-probability increase of the contrast.</summary>
    public double? IncreaseContrast { get; init; }
}

/// <summary>The embedding, an attention output or a feed-forward output.</summary>
public sealed record LayerRow : ContributionRow
{
    /// <summary><c>embed</c>, <c>attn</c> or <c>ff</c>.</summary>
    public required string Component { get; init; }
    public int? Layer { get; init; }
    public required double LogProbBefore { get; init; }
    public required double LogProbAfter { get; init; }
}

/// <summary>An output bias.</summary>
public sealed record BiasRow : ContributionRow
{
    /// <summary><c>attnBias</c> or <c>ffBias</c>.</summary>
    public required string Component { get; init; }
    public required int Layer { get; init; }
}

/// <summary>All heads: a score tensor [layers, H] and both tails.</summary>
public sealed record HeadLevel
{
    public required IReadOnlyList<int> Layers { get; init; }
    public required TensorData Scores { get; init; }
    public required IReadOnlyList<HeadRow> Top { get; init; }
    public required IReadOnlyList<HeadRow> Bottom { get; init; }
}

/// <summary>A head, summed over its sources.</summary>
public sealed record HeadRow : ContributionRow
{
    public required int Layer { get; init; }
    public required int Head { get; init; }
    public HeadReads? Reads { get; init; }
}

/// <summary>The visible source whose part weighs most.</summary>
public sealed record HeadReads
{
    public required int Position { get; init; }
    public required double Pattern { get; init; }
    public required double Score { get; init; }
}

/// <summary>Heads split by source position.</summary>
public sealed record HeadPositionLevel
{
    public required IReadOnlyList<HeadPositionRow> Top { get; init; }
    public required IReadOnlyList<HeadPositionRow> Bottom { get; init; }
    public required Certificate Certificate { get; init; }
}

/// <summary>A head at one source.</summary>
public sealed record HeadPositionRow : ContributionRow
{
    public required int Layer { get; init; }
    public required int Head { get; init; }
    public required int Position { get; init; }
    public required double Pattern { get; init; }
}

/// <summary>Feed-forward neurons.</summary>
public sealed record NeuronLevel
{
    public required IReadOnlyList<NeuronRow> Top { get; init; }
    public required IReadOnlyList<NeuronRow> Bottom { get; init; }
    public required Certificate Certificate { get; init; }
}

/// <summary>A part with the words that it raises and lowers with the sign it has here.</summary>
public abstract record WordedRow : ContributionRow
{
    public IReadOnlyList<TokenValue>? Raised { get; init; }
    public IReadOnlyList<TokenValue>? Lowered { get; init; }
}

/// <summary>A feed-forward neuron; coefficient = m.</summary>
public sealed record NeuronRow : WordedRow
{
    public required int Layer { get; init; }
    public required int Neuron { get; init; }
    public required double Coefficient { get; init; }
}

/// <summary>Attention units.</summary>
public sealed record AttentionUnitLevel
{
    public required IReadOnlyList<AttentionUnitRow> Top { get; init; }
    public required IReadOnlyList<AttentionUnitRow> Bottom { get; init; }
    public required Certificate Certificate { get; init; }
}

/// <summary>A unit of a head, summed over sources; coefficient = z.</summary>
public sealed record AttentionUnitRow : WordedRow
{
    public required int Layer { get; init; }
    public required int Head { get; init; }
    public required int Neuron { get; init; }
    public required double Coefficient { get; init; }
}

/// <summary>Attention neurons.</summary>
public sealed record AttentionNeuronLevel
{
    public required IReadOnlyList<AttentionNeuronRow> Top { get; init; }
    public required IReadOnlyList<AttentionNeuronRow> Bottom { get; init; }
    public required Certificate Certificate { get; init; }
}

/// <summary>A unit of a head at one source; coefficient = pattern times v.</summary>
public sealed record AttentionNeuronRow : WordedRow
{
    public required int Layer { get; init; }
    public required int Head { get; init; }
    public required int Neuron { get; init; }
    public required int Position { get; init; }
    public required double Coefficient { get; init; }
}

/// <summary>A part asked for by name: a head or a feed-forward neuron.</summary>
public sealed record NamedPartRow : ContributionRow
{
    public required int Layer { get; init; }
    public int? Head { get; init; }
    public int? Neuron { get; init; }
}

/// <summary>Why the lists are right, and what it took.</summary>
public sealed record Certificate
{
    public required bool Certified { get; init; }

    /// <summary><c>jensenVariance</c>, <c>linear</c>, <c>closedForm</c> or <c>sweep</c>.</summary>
    public required string Bound { get; init; }
    public required int Candidates { get; init; }

    /// <summary>Rows projected onto the whole vocabulary for this level.</summary>
    public required int ExactEvaluations { get; init; }

    /// <summary>Sizes of the sets of most probable tokens that the bound used.</summary>
    public IReadOnlyList<int>? HeadTokens { get; init; }

    /// <summary>Only if not certified: by how much an unevaluated candidate could pass the last listed one.</summary>
    public double? TopGap { get; init; }
    public double? BottomGap { get; init; }
}

/// <summary>What excited the value neurons.</summary>
public sealed record QueriesResult
{
    public required IReadOnlyList<ValueNeuron> ValueNeurons { get; init; }
    public required int LeftOut { get; init; }
    public required IReadOnlyList<QueryLayer> Layers { get; init; }
    public QueryNeurons? Neurons { get; init; }
}

/// <summary>A value neuron: feed-forward (layer, neuron) or attention (layer, head, neuron, position).</summary>
public sealed record ValueNeuron
{
    public required int Layer { get; init; }
    public int? Head { get; init; }
    public required int Neuron { get; init; }
    public int? Position { get; init; }

    /// <summary>I_n: the neuron's score.</summary>
    public required double Importance { get; init; }
    public required int ReadPosition { get; init; }

    /// <summary>True where its shares could not be normalised.</summary>
    public required bool LeftOut { get; init; }
    public required IReadOnlyList<ValueBranch> Branches { get; init; }
}

/// <summary>One pre-activation (or value) as a sum of shares.</summary>
public sealed record ValueBranch
{
    /// <summary><c>pre</c>, <c>gate</c>, <c>up</c> or <c>value</c>.</summary>
    public required string Branch { get; init; }
    public required double Total { get; init; }
    public required double Mass { get; init; }
    public required double Constant { get; init; }
    public required double Value { get; init; }
    public IReadOnlyList<QueryShare>? Shares { get; init; }
}

/// <summary>What one component of the stream gave to a branch.</summary>
public sealed record QueryShare
{
    public required string Component { get; init; }
    public int? Layer { get; init; }
    public required double Share { get; init; }
    public double? Weight { get; init; }
}

/// <summary>A component's query score over all value neurons.</summary>
public sealed record QueryLayer
{
    public required string Component { get; init; }
    public int? Layer { get; init; }
    public required double Score { get; init; }
}

/// <summary>Both tails of the query neurons.</summary>
public sealed record QueryNeurons
{
    public required IReadOnlyList<QueryNeuron> Top { get; init; }
    public required IReadOnlyList<QueryNeuron> Bottom { get; init; }
}

/// <summary>A feed-forward neuron that excited value neurons.</summary>
public sealed record QueryNeuron
{
    public required int Layer { get; init; }
    public required int Neuron { get; init; }
    public required double Score { get; init; }
    public IReadOnlyList<TokenValue>? Raised { get; init; }
    public IReadOnlyList<TokenValue>? Lowered { get; init; }
}
