using Interp.Models;
using static Interp.Runtime.Graphs.GraphBuilder;

namespace Interp.Runtime.Graphs;

/// <summary>Writes the building blocks of a transformer into a graph, each value's name after a prefix such as <c>blocks.3.</c>.</summary>
/// <param name="Graph">Where nodes go.</param>
/// <param name="Spec">The model.</param>
/// <param name="Prefix">What every name begins with.</param>
/// <param name="Weights">Names (without prefix) of the weights that are there.</param>
internal sealed record NodeScope(GraphBuilder Graph, ModelSpec Spec, string Prefix, IReadOnlySet<string> Weights)
{
    /// <summary>Full name of a value of this scope.</summary>
    public string Name(string local) => Prefix + local;

    public bool Has(string weight) => Weights.Contains(weight);

    /// <summary>x · Wᵀ + b for a weight stored [out, in].</summary>
    public string Read(string output, string x, string weight, string bias) => Linear(output, x, weight, bias, transposed: 1);

    /// <summary>x · W + b for a weight stored [in, out].</summary>
    public string Write(string output, string x, string weight, string bias) => Linear(output, x, weight, bias, transposed: 0);

    /// <summary>An elementwise node of this scope.</summary>
    public string Op(string op, string output, params string[] inputs) => Graph.Node(op, Name(output), inputs);

    public string Reshape(string output, string x, params long[] shape) => Graph.Node("Reshape", Name(output), [x, Graph.Integers(shape)]);

    public string Transpose(string output, string x, params long[] order) => Graph.Node("Transpose", Name(output), [x], Attribute("perm", order));

    /// <summary>The model's norm over the last axis.</summary>
    /// <remarks>
    /// Written in primitive operators: they give the divisor that is a tap of its own, subtract the mean before squaring
    /// (ONNX Runtime's fused kernel subtracts squares, which cancels for a large mean), and exist on every provider.
    /// </remarks>
    /// <param name="name">Of the norm's weights and of the intermediate values, e.g. <c>ln1</c>.</param>
    /// <param name="x">[..., width].</param>
    /// <param name="scale">Name of the divisor, [..., 1].</param>
    /// <param name="output">Name of the result.</param>
    public string Norm(string name, string x, string scale, string output)
    {
        var centred = x;
        if (Spec.Norm == NormKind.Layer)
        {
            var mean = Mean(name + ".mean", x);
            centred = Op("Sub", name + ".centred", x, mean);
        }

        var square = Op("Mul", name + ".square", centred, centred);
        var meanSquare = Mean(name + ".mean_square", square);
        var shifted = Op("Add", name + ".variance", meanSquare, Graph.Scalar(Spec.NormEpsilon));
        var divisor = Op("Sqrt", scale, shifted);
        var unit = Op("Div", name + ".unit", centred, divisor);
        if (!Has(name + ".b"))
        {
            return Op("Mul", output, unit, Name(name + ".w"));
        }

        var scaled = Op("Mul", name + ".scaled", unit, Name(name + ".w"));
        return Op("Add", output, scaled, Name(name + ".b"));
    }

    /// <summary>tanh(x / cap) * cap.</summary>
    public string SoftCap(string name, string x, double cap, string output)
    {
        var small = Op("Mul", name + ".shrunk", x, Graph.Scalar(1 / cap));
        var bent = Op("Tanh", name + ".bent", small);
        return Op("Mul", output, bent, Graph.Scalar(cap));
    }

    private string Mean(string output, string x) =>
        Graph.Node("ReduceMean", Name(output), [x, Graph.Integers(-1)], Attribute("keepdims", 1));

    private string Linear(string output, string x, string weight, string bias, long transposed)
    {
        string[] inputs = Has(bias) ? [x, Name(weight), Name(bias)] : [x, Name(weight)];
        return Graph.Node("Gemm", Name(output), inputs, Attribute("transB", transposed));
    }
}
