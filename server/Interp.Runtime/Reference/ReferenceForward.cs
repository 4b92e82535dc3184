using System.Numerics.Tensors;
using Interp.Models;

namespace Interp.Runtime.Reference;

/// <summary>
/// The forward pass as plainly as it can be written, in double precision. It shares nothing with the graphs that the engine runs
/// but the specification and the stored weights, and is what the engine is verified against.
/// </summary>
/// <param name="spec">What the model is.</param>
/// <param name="weights">Its weights; outlive this object.</param>
/// <param name="threads">Worker threads of products.</param>
public sealed class ReferenceForward(ModelSpec spec, ModelWeights weights, int threads)
{
    /// <summary>Runs the prompt and gives every tap.</summary>
    /// <param name="input">T tokens, or their first states.</param>
    /// <param name="layerDone">Told the number of layers that are done.</param>
    /// <param name="cancel">Cancels within a product.</param>
    public ReferencePass Run(ModelInput input, IProgress<int>? layerDone, CancellationToken cancel)
    {
        var pass = new ReferencePass();
        var stream = Embed(pass, input);
        for (var layer = 0; layer < spec.Layers; layer++)
        {
            stream = Block(pass, layer, stream, cancel);
            layerDone?.Report(layer + 1);
        }

        Unembed(pass, stream, cancel);
        return pass;
    }

    /// <summary>Token embedding times its scale, plus learned positions and types, through their norm: [T, D].</summary>
    public ReferenceTensor Embed(ReferencePass pass, ModelInput input)
    {
        var stream = new ReferenceTensor(input.Length, spec.Width);
        if (input.Stream is { } given)
        {
            TensorPrimitives.ConvertTruncating<float, double>(given.Span, stream.Values);
            return pass.Keep(TapName.Embed, stream);
        }

        var pads = 0;
        for (var t = 0; t < input.Length; t++)
        {
            var isPad = input.Ids[t] == spec.PadId;
            pads += isPad ? 1 : 0;
            var position = isPad ? input.Ids[t] : t - pads + spec.PositionOffset;
            var token = weights.Embedding.Row(input.Ids[t]);
            for (var i = 0; i < spec.Width; i++)
            {
                stream.Row(t)[i] = token[i] * spec.EmbeddingScale;
                stream.Row(t)[i] += weights.PositionEmbedding?.Row(position)[i] ?? 0;
                stream.Row(t)[i] += weights.TypeEmbedding?.Row(input.TypeAt(t))[i] ?? 0;
            }
        }

        return pass.Keep(TapName.Embed, weights.EmbeddingNorm is { } norm ? Norm(stream, norm, out _) : stream);
    }

    /// <summary>One block: stream in, stream out, [T, D].</summary>
    public ReferenceTensor Block(ReferencePass pass, int layer, ReferenceTensor stream, CancellationToken cancel)
    {
        var block = weights.Layers[layer];
        ReferenceTensor Norm1(ReferenceTensor x) => Norm(pass, TapName.Ln1Scale(layer), TapName.Ln1Normalized(layer), block.Ln1, x);
        ReferenceTensor Norm2(ReferenceTensor x) => Norm(pass, TapName.Ln2Scale(layer), TapName.Ln2Normalized(layer), block.Ln2, x);

        pass.Keep(TapName.ResidPre(layer), stream);
        if (spec.Order == BlockOrder.Post)
        {
            var attended = Norm1(stream.Plus(Attention(pass, layer, stream, cancel)));
            pass.Keep(TapName.ResidMid(layer), attended);
            return pass.Keep(TapName.ResidPost(layer), Norm2(attended.Plus(FeedForward(pass, layer, attended, cancel))));
        }

        var middle = pass.Keep(TapName.ResidMid(layer), stream.Plus(Attention(pass, layer, Norm1(stream), cancel)));
        var read = Norm2(spec.Order == BlockOrder.Parallel ? stream : middle);
        return pass.Keep(TapName.ResidPost(layer), middle.Plus(FeedForward(pass, layer, read, cancel)));
    }

    /// <summary>Final norm, where the model has one, and logits, where it has a vocabulary.</summary>
    public void Unembed(ReferencePass pass, ReferenceTensor stream, CancellationToken cancel)
    {
        if (weights.FinalNorm is { } norm)
        {
            stream = Norm(pass, TapName.FinalScale, TapName.FinalNormalized, norm, stream);
        }

        if (spec.Vocabulary > 0)
        {
            stream = HeadRows(stream, cancel);
            var logits = ReferenceProducts.Read(stream, weights.Unembedding, weights.UnembeddingBias, threads, cancel);
            pass.Keep(TapName.Logits, logits.Select(logit => ReferenceMath.Cap(logit, spec.LogitCap)));
        }
    }

    /// <summary>What a masked-LM head makes of states before the unembedding; the states themselves where the model has none.</summary>
    public ReferenceTensor HeadRows(ReferenceTensor states, CancellationToken cancel)
    {
        if (weights.HeadTransform is not { } head || spec.HeadActivation is not { } activation)
        {
            return states;
        }

        var dense = ReferenceProducts.Read(states, head.Dense, head.Bias, threads, cancel);
        return Norm(dense.Select(value => ReferenceMath.Activate(activation, value)), head.Norm, out _);
    }

    /// <summary>A branch's output as it is added: with the branch norm where the model has one.</summary>
    public ReferenceTensor Branch(ReferenceTensor output, NormWeights? norm) => norm is null ? output : Norm(output, norm, out _);

    private ReferenceTensor Attention(ReferencePass pass, int layer, ReferenceTensor x, CancellationToken cancel)
    {
        var block = weights.Layers[layer];
        var q = pass.Keep(TapName.Query(layer), Rotate(layer, HeadNorm(Heads(x, block.Query, block.QueryBias, spec.Heads, cancel), block.QueryNorm)));
        var k = pass.Keep(TapName.Key(layer), Rotate(layer, HeadNorm(Heads(x, block.Key, block.KeyBias, spec.KvHeads, cancel), block.KeyNorm)));
        var v = pass.Keep(TapName.Value(layer), Heads(x, block.Value, block.ValueBias, spec.KvHeads, cancel));
        var scores = pass.Keep(TapName.Scores(layer), new ReferenceTensor(spec.Heads, x.Rows, x.Rows));
        var pattern = pass.Keep(TapName.Pattern(layer), new ReferenceTensor(spec.Heads, x.Rows, x.Rows));
        var z = pass.Keep(TapName.Z(layer), new ReferenceTensor(x.Rows, spec.Heads, spec.HeadWidth));
        for (var head = 0; head < spec.Heads; head++)
        {
            for (var t = 0; t < x.Rows; t++)
            {
                var scoreRow = scores.Row(head).Slice(t * x.Rows, x.Rows);
                var patternRow = pattern.Row(head).Slice(t * x.Rows, x.Rows);
                for (var source = 0; source < x.Rows; source++)
                {
                    var score = spec.AttentionScale * TensorPrimitives.Dot<double>(q.Head(t, head), k.Head(source, spec.KvHeadOf(head)));
                    scoreRow[source] = spec.Sees(layer, t, source) ? ReferenceMath.Cap(score, spec.ScoreCap) : double.NegativeInfinity;
                }

                scoreRow.CopyTo(patternRow);
                ReferenceMath.Softmax(patternRow);
                for (var source = 0; source < x.Rows; source++)
                {
                    var sum = z.Head(t, head);
                    TensorPrimitives.MultiplyAdd(v.Head(source, spec.KvHeadOf(head)), patternRow[source], sum, sum);
                }
            }
        }

        var output = ReferenceProducts.Write(z.As(x.Rows, spec.Heads * spec.HeadWidth), block.Output, block.OutputBias, threads, cancel);
        return pass.Keep(TapName.AttnOut(layer), Branch(output, block.AttentionBranchNorm));
    }

    private ReferenceTensor FeedForward(ReferencePass pass, int layer, ReferenceTensor x, CancellationToken cancel)
    {
        var block = weights.Layers[layer];
        var pre = pass.Keep(TapName.MlpPre(layer), ReferenceProducts.Read(x, block.In, block.InBias, threads, cancel));
        var post = pre.Select(value => ReferenceMath.Activate(spec.Activation, value));
        if (block.Up is { } up)
        {
            var linear = pass.Keep(TapName.MlpPreLinear(layer), ReferenceProducts.Read(x, up, block.UpBias, threads, cancel));
            for (var i = 0; i < post.Values.Length; i++)
            {
                post.Values[i] *= linear.Values[i];
            }
        }

        pass.Keep(TapName.MlpPost(layer), post);
        var output = ReferenceProducts.Write(post, block.Out, block.OutBias, threads, cancel);
        return pass.Keep(TapName.MlpOut(layer), Branch(output, block.FeedForwardBranchNorm));
    }

    /// <summary>q, k or v before norm and rotation, [T, heads, K].</summary>
    private ReferenceTensor Heads(ReferenceTensor x, Weight matrix, Weight? bias, int heads, CancellationToken cancel) =>
        ReferenceProducts.Read(x, matrix, bias, threads, cancel).As(x.Rows, heads, spec.HeadWidth);

    /// <summary>Norm over the entries of each head, or of all heads.</summary>
    private ReferenceTensor HeadNorm(ReferenceTensor x, NormWeights? norm)
    {
        var heads = spec.JointHeadNorms ? x.As(x.Rows, x.Shape[1] * spec.HeadWidth) : x.As(x.Rows * x.Shape[1], spec.HeadWidth);
        return (norm is null ? heads : Norm(heads, norm, out _)).As([.. x.Shape]);
    }

    /// <summary>Turns entry i and entry i + n/2 of each head's first n entries by position times frequency i.</summary>
    private ReferenceTensor Rotate(int layer, ReferenceTensor x)
    {
        var rotary = spec.RotaryOf(layer);
        for (var t = 0; rotary is not null && t < x.Rows; t++)
        {
            var half = rotary.Dimensions / 2;
            for (var head = 0; head < x.Shape[1]; head++)
            {
                var entries = x.Head(t, head);
                for (var i = 0; i < half; i++)
                {
                    var (sine, cosine) = Math.SinCos(t * rotary.Frequencies[i]);
                    var (a, b) = (entries[i] * rotary.Magnitude, entries[i + half] * rotary.Magnitude);
                    entries[i] = (a * cosine) - (b * sine);
                    entries[i + half] = (b * cosine) + (a * sine);
                }
            }
        }

        return x;
    }

    private ReferenceTensor Norm(ReferencePass pass, string scaleTap, string normalizedTap, NormWeights? norm, ReferenceTensor x)
    {
        if (norm is null)
        {
            return x;
        }

        var normalized = Norm(x, norm, out var scales);
        pass.Keep(scaleTap, scales);
        return pass.Keep(normalizedTap, normalized);
    }

    private ReferenceTensor Norm(ReferenceTensor x, NormWeights norm, out ReferenceTensor scales)
    {
        scales = new ReferenceTensor(x.Rows, 1);
        var normalized = x.Select(value => value);
        for (var t = 0; t < x.Rows; t++)
        {
            var row = normalized.Row(t);
            scales.Values[t] = ReferenceMath.Standardise(spec.Norm, spec.NormEpsilon, row);
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = (row[i] * norm.Gain.Vector[i]) + (norm.Shift is null ? 0 : norm.Shift.Vector[i]);
            }
        }

        return normalized;
    }
}
