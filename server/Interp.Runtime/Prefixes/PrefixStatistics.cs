namespace Interp.Runtime;

/// <summary>What a prefix cache holds and has saved.</summary>
/// <param name="Bytes">Native memory that it holds.</param>
/// <param name="Budget">The most it may hold.</param>
/// <param name="Tokens">Tokens that it keeps.</param>
/// <param name="Runs">Forward passes that asked it.</param>
/// <param name="Hits">Those of them that found something of use.</param>
/// <param name="TokensReused">Tokens whose rows were not computed again, over all passes.</param>
/// <param name="TokensComputed">Tokens whose rows were computed.</param>
public sealed record PrefixStatistics(long Bytes, long Budget, int Tokens, long Runs, long Hits, long TokensReused, long TokensComputed);
