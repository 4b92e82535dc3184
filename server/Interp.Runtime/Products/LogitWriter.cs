using System.Numerics.Tensors;
using Interp.Models;

namespace Interp.Runtime.Products;

/// <summary>Puts the tiles of a vocabulary product together to logits: bias added, soft cap applied.</summary>
internal sealed class LogitWriter(Model model, Memory<float> logits) : ITileVisitor
{
    /// <inheritdoc/>
    public void Visit(int worker, int firstRow, int rows, int firstToken, int tokens, Span<float> values)
    {
        var vocabulary = model.Weights.Unembedding.Rows;
        for (var row = 0; row < rows; row++)
        {
            var line = values.Slice(row * tokens, tokens);
            if (model.Weights.UnembeddingBias is { } bias)
            {
                TensorPrimitives.Add(line, bias.Vector.Slice(firstToken, tokens), line);
            }

            if (model.Spec.LogitCap is double cap)
            {
                TensorPrimitives.Multiply(line, (float)(1 / cap), line);
                TensorPrimitives.Tanh(line, line);
                TensorPrimitives.Multiply(line, (float)cap, line);
            }

            line.CopyTo(logits.Span.Slice(((firstRow + row) * vocabulary) + firstToken, tokens));
        }
    }
}
