using System.Runtime.InteropServices;
using Interp.Models;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Interp.Benchmarks.Torch;

/// <summary>The plain eager float32 forward of a Llama-like model that a PyTorch user would write, on the very same weights.</summary>
internal sealed class LlamaTwin : IDisposable
{
    private readonly ModelSpec spec;
    private readonly Tensor embedding;
    private readonly Tensor finalGain;
    private readonly Block[] blocks;
    private readonly double[] frequencies;

    public LlamaTwin(Model model)
    {
        spec = model.Spec;
        var weights = model.Weights;
        embedding = Copy(weights.Embedding);
        finalGain = Copy(weights.FinalNorm?.Gain ?? throw new ArgumentException("The model has no final norm.", nameof(model)));
        frequencies = [.. spec.Rotary?.Frequencies ?? throw new ArgumentException("The model has no rotary positions.", nameof(model))];
        blocks = [.. weights.Layers.Select(Read)];
    }

    /// <summary>Logits [T, V] of all positions.</summary>
    public Tensor Forward(int[] ids)
    {
        using var scope = NewDisposeScope();
        var (cosine, sine) = Rotation(ids.Length);
        var stream = embedding.index_select(0, tensor(ids.Select(id => (long)id).ToArray()));
        foreach (var block in blocks)
        {
            using var inner = NewDisposeScope();
            var middle = stream + Attention(block, Norm(stream, block.AttentionGain), cosine, sine);
            var read = Norm(middle, block.FeedForwardGain);
            var next = middle + F.linear(F.silu(F.linear(read, block.Gate)) * F.linear(read, block.Up), block.Down);
            stream = next.MoveToOuterDisposeScope();
        }

        return F.linear(Norm(stream, finalGain), embedding).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        embedding.Dispose();
        finalGain.Dispose();
        foreach (var block in blocks)
        {
            foreach (var weight in (Tensor[])[block.AttentionGain, block.FeedForwardGain, block.Query, block.Key, block.Value, block.Output, block.Gate, block.Up, block.Down])
            {
                weight.Dispose();
            }
        }
    }

    private Tensor Norm(Tensor rows, Tensor gain) => rows * rsqrt(rows.pow(2).mean([-1L], keepdim: true) + spec.NormEpsilon) * gain;

    private Tensor Attention(Block block, Tensor read, Tensor cosine, Tensor sine)
    {
        var length = read.shape[0];
        var query = Rotate(Heads(F.linear(read, block.Query), spec.Heads), cosine, sine);
        var key = Rotate(Heads(F.linear(read, block.Key), spec.KvHeads), cosine, sine);
        var value = Heads(F.linear(read, block.Value), spec.KvHeads);
        var share = spec.Heads / spec.KvHeads;
        var z = F.scaled_dot_product_attention(
            query.unsqueeze(0), key.repeat_interleave(share, 0).unsqueeze(0), value.repeat_interleave(share, 0).unsqueeze(0), is_casual: length > 1);
        return F.linear(z.squeeze(0).transpose(0, 1).reshape(length, spec.Heads * spec.HeadWidth), block.Output);
    }

    private Tensor Heads(Tensor rows, int heads) => rows.view(rows.shape[0], heads, spec.HeadWidth).transpose(0, 1);

    private static Tensor Rotate(Tensor heads, Tensor cosine, Tensor sine)
    {
        var halves = heads.chunk(2, -1);
        return (heads * cosine) + (cat([-halves[1], halves[0]], -1) * sine);
    }

    private (Tensor Cosine, Tensor Sine) Rotation(int length)
    {
        var angles = outer(arange(length, ScalarType.Float64), tensor(frequencies));
        var both = cat([angles, angles], -1);
        return (both.cos().to(ScalarType.Float32), both.sin().to(ScalarType.Float32));
    }

    // W_O and W_out are stored [in, out]; a linear layer of PyTorch wants [out, in].
    private static Block Read(LayerWeights layer) => new(
        Copy(layer.Ln1), Copy(layer.Ln2), Copy(layer.Query), Copy(layer.Key), Copy(layer.Value), Transposed(layer.Output), Copy(layer.In),
        Copy(layer.Up ?? throw new ArgumentException("The model's feed-forward is not gated.", nameof(layer))), Transposed(layer.Out));

    private static Tensor Transposed(Weight weight)
    {
        using var copy = Copy(weight);
        return copy.t().contiguous();
    }

    private static Tensor Copy(NormWeights? norm) => Copy(norm?.Gain ?? throw new ArgumentException("A block reads its input without a norm.", nameof(norm)));

    private static Tensor Copy(Weight weight)
    {
        var values = weight.RowRange(0, weight.Rows);
        var copy = weight.Rows == 1 ? empty(weight.Columns) : empty(weight.Rows, weight.Columns);
        values.CopyTo(MemoryMarshal.Cast<byte, float>(copy.bytes));
        return copy;
    }

    private sealed record Block(
        Tensor AttentionGain, Tensor FeedForwardGain, Tensor Query, Tensor Key, Tensor Value, Tensor Output, Tensor Gate, Tensor Up, Tensor Down);
}
