using System.Globalization;
using Interp.Models;
using Interp.Runtime.Prefixes;

namespace Interp.Runtime;

/// <summary>
/// Keeps the residual stream, keys and values of prompts by their tokens, so that a prompt that begins like an earlier one computes only the
/// rest, and one that was run before computes none of them again. No result depends on it, not by one bit, for a given number of threads.
/// </summary>
/// <remarks>
/// Memory: 4 ((L + 1) D + 2 L G K) bytes a token, at most <see cref="Budget"/>; what was not used for longest goes first, and of a prompt that
/// is longer than the budget the beginning is kept. Attention patterns, neurons and all other activations are never kept: a block of which one
/// is asked for is computed for all positions.
/// <para>
/// Cost of a pass over T tokens of which P are known: about max(2 (T - P) N, reading N weights) instead of 2 T N operations, N being the
/// weights of the blocks, plus 4 (T - P) T H K a layer for attention, and a copy of the rows that are asked for.
/// </para>
/// <para>
/// A suffix is computed only where its kernels add up as those for the whole prompt do (<c>KernelPath</c>), in models where a position does not
/// see later ones. In others, and on machines for which this was not shown, only a prompt that is wholly the same is known. The first reuses
/// of an engine are compared in the first block, bit for bit; if they disagreed, the engine would go on without suffixes.
/// </para>
/// </remarks>
public sealed class PrefixCache : IDisposable
{
    /// <summary>A budget that suits an editor: the prompts of the last minutes of a small model.</summary>
    public const long DefaultBudget = 256L << 20;

    private const int Checks = 8;

    private readonly Lock gate = new();
    private readonly ModelSpec spec;
    private readonly PrefixLayout layout;
    private readonly PrefixTrees trees;
    private readonly int threads;
    private bool byRows;
    private int checksLeft = Checks;
    private long budget;
    private long now;
    private long current;
    private long runs, hits, reused, computed;

    /// <summary>An empty cache for an engine of <paramref name="threads"/> threads.</summary>
    internal PrefixCache(ModelSpec spec, int threads, long budget)
    {
        this.spec = spec;
        this.threads = threads;
        layout = PrefixLayout.Of(spec);
        trees = new PrefixTrees(layout);
        byRows = spec.Causal && KernelPath.IsByRows;
        Budget = budget;
    }

    /// <summary>The most bytes that it may hold; 0 keeps nothing. What is too much is freed at once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public long Budget
    {
        get
        {
            lock (gate)
            {
                return budget;
            }
        }

        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            lock (gate)
            {
                budget = value;
                trees.Trim(value, current);
            }
        }
    }

    /// <summary>What it holds and has saved so far.</summary>
    public PrefixStatistics Statistics
    {
        get
        {
            lock (gate)
            {
                return new(trees.Bytes, budget, trees.Tokens, runs, hits, reused, computed);
            }
        }
    }

    /// <summary>True while reuses are compared.</summary>
    internal bool WantsCheck => checksLeft > 0;

    /// <summary>Frees all that is not in use.</summary>
    public void Clear()
    {
        lock (gate)
        {
            trees.Trim(0, current);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            budget = 0;
            trees.Dispose();
        }
    }

    /// <summary>Begins a pass over <paramref name="ids"/>, one at a time; null where nothing is kept.</summary>
    /// <param name="ids">The prompt.</param>
    /// <param name="fill">True for a pass through all layers, whose rows can be kept.</param>
    internal PrefixLease? Begin(IReadOnlyList<int> ids, bool fill)
    {
        lock (gate)
        {
            if (budget < layout.BytesPerToken)
            {
                return null;
            }

            current = ++now;
            var path = KernelPath.Of(spec, ids.Count, ids.Count, threads);
            var root = trees.Root(byRows ? path : $"{path} {string.Join(' ', ids.Select(id => id.ToString(CultureInfo.InvariantCulture)))}");
            var match = new PrefixMatch(layout, root, ids);
            foreach (var node in match.Way)
            {
                node.LastUse = current;
            }

            var suffix = SuffixChoice.Of(spec, match.Length, ids.Count, threads, byRows);
            Count(suffix.Known, ids.Count);
            return new PrefixLease(this, layout, match, fill ? Create(match, ids) : [], suffix);
        }
    }

    /// <summary>Notes the outcome of a comparison; after a bad one suffixes are computed no more and nothing that was kept is used.</summary>
    internal void Checked(bool agrees)
    {
        lock (gate)
        {
            checksLeft--;
            if (!agrees)
            {
                byRows = false;
                checksLeft = 0;
            }
        }
    }

    /// <summary>Puts nodes into their tree, one under the other.</summary>
    internal void Commit(List<PrefixNode> filled, PrefixNode parent)
    {
        lock (gate)
        {
            foreach (var node in filled)
            {
                trees.Add(node, parent);
                parent = node;
            }

            filled.Clear();
        }
    }

    /// <summary>Frees nodes that are in no tree.</summary>
    internal void Free(List<PrefixNode> filled)
    {
        lock (gate)
        {
            filled.ForEach(trees.Free);
            filled.Clear();
        }
    }

    /// <summary>Ends a pass.</summary>
    internal void End(List<PrefixNode> filled)
    {
        lock (gate)
        {
            Free(filled);
            current = 0;
            trees.Trim(budget, current);
        }
    }

    /// <summary>Nodes for the rest of the prompt, as many as there is room for.</summary>
    private List<PrefixNode> Create(PrefixMatch match, IReadOnlyList<int> ids)
    {
        var created = new List<PrefixNode>();
        if (match.Length == ids.Count || (!byRows && layout.BytesPerToken * ids.Count > budget))
        {
            return created;
        }

        for (var first = match.Last.End; first < ids.Count; first += PrefixNode.Full)
        {
            int[] tokens = [.. ids.Skip(first).Take(PrefixNode.Full)];
            if (trees.Create(tokens, first, budget, current) is not { } node)
            {
                break;
            }

            created.Add(node);
        }

        return created;
    }

    private void Count(int known, int length)
    {
        runs++;
        hits += known > 0 ? 1 : 0;
        reused += known;
        computed += length - known;
    }
}
