using Interp.Contracts;
using Interp.Numerics;

namespace Interp.Analysis.Contributions;

/// <summary>The shares of one branch of a value neuron, and what they are divided by.</summary>
internal sealed class ReadShares
{
    // In `sum`, a total that nearly cancels would blow its weights up.
    private const double LeastTotal = 1e-3;
    private readonly double divisor;

    /// <summary>Shares of <paramref name="components"/> at <paramref name="position"/>.</summary>
    public ReadShares(QueryReader reader, QueryBranch branch, StreamComponent[] components, int position, string normalise)
    {
        Branch = branch;
        Components = components;
        Shares = [.. components.Select(component => RowProducts.DotDouble(reader.Vector(component, position), branch.Reader))];
        Total = Shares.Sum();
        Mass = Shares.Sum(Math.Abs);
        IsLeftOut = Mass == 0 || (normalise == "sum" && Math.Abs(Total) < LeastTotal * Mass);
        divisor = normalise == "sum" ? Total : Total < 0 ? -Mass : Mass;
    }

    public QueryBranch Branch { get; }

    public StreamComponent[] Components { get; }

    /// <summary>Share of each component.</summary>
    public double[] Shares { get; }

    /// <summary>Sum of the shares.</summary>
    public double Total { get; }

    /// <summary>Sum of their sizes.</summary>
    public double Mass { get; }

    /// <summary>True where the shares cannot be normalised.</summary>
    public bool IsLeftOut { get; }

    /// <summary>Weight of a share.</summary>
    public double Weight(double share) => share / divisor;

    /// <summary>The branch as results have it; weights only where the neuron counts.</summary>
    public ValueBranch Report(bool withShares, bool hasWeights) => new()
    {
        Branch = Branch.Name,
        Total = Total,
        Mass = Mass,
        Constant = Branch.Constant,
        Value = Branch.Value,
        Shares = withShares
            ? [.. Components.Select((component, index) => new QueryShare
            {
                Component = component.Name,
                Layer = component.Layer,
                Share = Shares[index],
                Weight = hasWeights ? Weight(Shares[index]) : null,
            })]
            : null,
    };
}
