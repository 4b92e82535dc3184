using Interp.Runtime;

namespace Interp.Analysis.Contributions;

/// <summary>Keeps the whole product of a few rows.</summary>
internal sealed class CaptureVisitor(float[][] lines) : ITileVisitor
{
    /// <inheritdoc/>
    public void Visit(int worker, int firstRow, int rows, int firstToken, int tokens, Span<float> values)
    {
        for (var row = 0; row < rows; row++)
        {
            values.Slice(row * tokens, tokens).CopyTo(lines[firstRow + row].AsSpan(firstToken));
        }
    }
}
