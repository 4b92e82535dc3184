using Interp.Contracts;

namespace Interp.Cli.Output;

/// <summary>Which methods have a picture.</summary>
internal static class Pictures
{
    private static readonly string[] kinds = [];

    /// <summary>The extensions of the pictures that <paramref name="method"/> has.</summary>
    public static IReadOnlyList<string> Extensions(string method) => method is "lens" or "contributions" or "explain" ? kinds : [];

    /// <summary>The picture of a result.</summary>
    public static ReadOnlyMemory<byte> Draw(AnalysisResult result, string extension) =>
        throw new InterpException(ErrorKind.NotAvailable, $"`{result.Method}` has no picture of kind {extension}.", "Write it as .json, .csv or .md.");
}
