using System.Globalization;
using Interp.Models.Families;
using Interp.Models.Formats;

namespace Interp.Models.Reading;

/// <summary>Finds the tensor of every slot, checks its shape, and says what is left over. Reads no weights.</summary>
internal sealed class WeightPlanner
{
    private readonly Checkpoint checkpoint;
    private readonly FamilyReading reading;
    private readonly CheckpointParts parts;
    private readonly HashSet<string> used = new(StringComparer.Ordinal);
    private readonly List<string> warnings = [];

    private WeightPlanner(Checkpoint checkpoint, FamilyReading reading)
    {
        this.checkpoint = checkpoint;
        this.reading = reading;
        parts = new CheckpointParts(checkpoint, reading);
    }

    /// <summary>The plan for <paramref name="checkpoint"/> as <paramref name="reading"/> describes it.</summary>
    /// <exception cref="Interp.Contracts.InterpException">ModelDamaged, ModelUnsupported, each naming the tensor.</exception>
    public static WeightPlan Plan(Checkpoint checkpoint, FamilyReading reading) => new WeightPlanner(checkpoint, reading).Plan();

    private WeightPlan Plan()
    {
        var model = PlanSlots(reading.Map.Model, slot => WeightMap.HeadSlots.Contains(slot) ? string.Empty : parts.Base, _ => false);
        var layers = new List<IReadOnlyDictionary<WeightSlot, PlannedWeight>>();
        for (var layer = 0; layer < reading.Spec.Layers; layer++)
        {
            // What the first layer lacks, all others must lack too.
            var first = layers.FirstOrDefault();
            var prefix = parts.Base + reading.Map.PrefixOf(layer);
            layers.Add(PlanSlots(reading.Map.Layer, _ => prefix, slot => first?.ContainsKey(slot) ?? false));
        }

        var spec = parts.Reduce(reading.Spec);
        if (spec.Tied)
        {
            CompareTiedHead(model.GetValueOrDefault(WeightSlot.Embedding)
                ?? throw ModelProblems.Damaged(checkpoint.Path, $"the tensor \"{parts.Base}{reading.Map.Model[WeightSlot.Embedding].Name}\" is not there, and the head of a tied model needs it"));
        }

        NameLeftovers();
        if (spec.Lacks().ToArray() is { Length: > 0 } lacking)
        {
            warnings.Add($"partial: the checkpoint has no {string.Join(" and no ", lacking)}; analyses that need more than is there are refused");
        }

        return new WeightPlan { Spec = spec, Model = model, Layers = layers, Warnings = warnings };
    }

    private Dictionary<WeightSlot, PlannedWeight> PlanSlots(
        IReadOnlyDictionary<WeightSlot, TensorRule> rules, Func<WeightSlot, string> prefix, Func<WeightSlot, bool> needed)
    {
        var found = new Dictionary<WeightSlot, PlannedWeight>();
        foreach (var (slot, rule) in rules)
        {
            if (slot == WeightSlot.Unembedding && reading.Spec.Tied && parts.HasHead)
            {
                continue;
            }

            var tensor = Find(slot, rule, prefix(slot));
            if (parts.Lacks(slot))
            {
                continue;
            }

            if (tensor is not null)
            {
                found[slot] = PlanOne(slot, rule, tensor);
            }
            else if (!rule.Optional || needed(slot))
            {
                throw ModelProblems.Damaged(checkpoint.Path, $"the tensor \"{prefix(slot)}{rule.Name}\" is not there");
            }
        }

        return found;
    }

    /// <summary>The tensor of a rule under the first of its names that the file has; other names of it must hold the same.</summary>
    private StoredTensor? Find(WeightSlot slot, TensorRule rule, string prefix)
    {
        var names = rule.Names.Select(name => prefix + name).Where(checkpoint.Tensors.ContainsKey).ToList();
        if (names.Count == 0 && slot == WeightSlot.Embedding && TiedTable() is { } table)
        {
            names.Add(table);
        }

        used.UnionWith(names);
        if (names.Count == 0)
        {
            return null;
        }

        var tensor = checkpoint.Tensors[names[0]];
        if (names.Skip(1).FirstOrDefault(name => !SameBytes(tensor, checkpoint.Tensors[name])) is { } other)
        {
            warnings.Add($"nameTwice: the file has \"{other}\" with other numbers than \"{tensor.Name}\", which is used");
        }

        return tensor;
    }

    /// <summary>A tied model may be stored under its head's name alone.</summary>
    private string? TiedTable() =>
        reading.Spec.Tied && reading.Map.Model.TryGetValue(WeightSlot.Unembedding, out var head) && checkpoint.Tensors.ContainsKey(head.Name) ? head.Name : null;

    private PlannedWeight PlanOne(WeightSlot slot, TensorRule rule, StoredTensor tensor)
    {
        if (tensor.Type.Read is null)
        {
            throw ModelProblems.Unsupported(
                tensor.File.Path,
                $"the tensor \"{tensor.Name}\" has the type {tensor.Type.Name}, which is not read",
                "Convert the model to a type that is read, e.g. F16, Q8_0 or Q4_K.");
        }

        var shape = SlotShape.Of(slot, reading.Spec, reading.PositionRows);
        var vector = shape.Kind == SlotKind.Vector;
        var outputs = vector ? shape.Columns : shape.Rows;
        var stored = SourceRows.StoredCount(rule, reading.Spec, outputs);
        var turned = (shape.Kind == SlotKind.Reads && rule.InputFirst) || (shape.Kind == SlotKind.Writes && !rule.InputFirst);
        long[] expected = vector ? [stored] : turned ? [shape.Columns, stored] : [stored, shape.Columns];
        if (!tensor.Shape.SequenceEqual(expected))
        {
            var wanted = string.Join(", ", expected.Select(axis => axis.ToString(CultureInfo.InvariantCulture)));
            throw ModelProblems.Damaged(
                checkpoint.Path,
                $"the tensor \"{tensor.Name}\" is {tensor.ShapeText} where the settings want [{wanted}]",
                checkpoint.Format == "gguf" ? null : ModelProblems.CompareConfig);
        }

        return new PlannedWeight(tensor, shape, turned, SourceRows.Of(rule, reading.Spec, outputs), rule.Scale, rule.Add);
    }

    /// <summary>Transformers ties the head whatever the file holds: so does this, and says so where it makes a difference.</summary>
    private void CompareTiedHead(PlannedWeight embedding)
    {
        if (!reading.Map.Model.TryGetValue(WeightSlot.Unembedding, out var rule) || !checkpoint.Tensors.TryGetValue(rule.Name, out var head))
        {
            return;
        }

        used.Add(rule.Name);
        var table = embedding.Tensor;
        if (!SameBytes(table, head))
        {
            warnings.Add($"headIgnored: the file has \"{head.Name}\" with other numbers than \"{table.Name}\", but the model is tied: \"{table.Name}\" is used");
        }
    }

    private static bool SameBytes(StoredTensor one, StoredTensor other)
    {
        const int piece = 1 << 20;
        var same = one.Bytes == other.Bytes && one.Type == other.Type;
        var (mine, theirs) = same ? (new byte[Math.Min(piece, one.Bytes)], new byte[Math.Min(piece, one.Bytes)]) : ([], []);
        for (long at = 0; same && at < one.Bytes; at += piece)
        {
            var length = (int)Math.Min(piece, one.Bytes - at);
            one.File.Read(one.Offset + at, mine.AsSpan(0, length));
            other.File.Read(other.Offset + at, theirs.AsSpan(0, length));
            same = mine.AsSpan(0, length).SequenceEqual(theirs.AsSpan(0, length));
        }

        return same;
    }

    private void NameLeftovers()
    {
        var layerStart = parts.Base + reading.Map.LayerPrefix[..reading.Map.LayerPrefix.IndexOf('{', StringComparison.Ordinal)];
        var left = checkpoint.Tensors.Keys
            .Where(name => !used.Contains(name) && !IsNoWeight(name))
            .Order(StringComparer.Ordinal).ToArray();
        foreach (var name in left)
        {
            if (LayerOf(name, layerStart) is { } layer ? layer < reading.Spec.Layers : IsOfModel(name))
            {
                throw ModelProblems.Unsupported(
                    checkpoint.Path,
                    $"the tensor \"{name}\" is part of the model, and the family {reading.Spec.Family} has no place for it",
                    "Check that the checkpoint is of the family that its settings name.");
            }
        }

        var beyond = left.Where(name => LayerOf(name, layerStart) is not null).ToArray();
        if (beyond.Length > 0)
        {
            warnings.Add($"layersUnread: the settings announce {reading.Spec.Layers} layers, the file has more (\"{beyond[0]}\"); the others are not read");
        }

        var outside = left.Except(beyond).ToArray();
        if (outside.Length > 0)
        {
            warnings.Add($"tensorUnread: {outside.Length} tensors outside the layers are not read (\"{outside[0]}\")");
        }
    }

    /// <summary>
    /// True where a tensor outside the layers belongs to the language model by its name: under the base of the others, or named like one that
    /// is read (a bias of the head, a norm on the embedding). Saved buffers of integers are no weights.
    /// </summary>
    private bool IsOfModel(string name) => (parts.Base.Length > 0 && name.StartsWith(parts.Base, StringComparison.Ordinal) && !checkpoint.Tensors[name].Type.IsInteger)
        || reading.Map.Model.Values.SelectMany(rule => rule.Names).Any(known => name.StartsWith(known[..known.LastIndexOf('.')], StringComparison.Ordinal));

    /// <summary>Saved buffers, and tensors of other tasks.</summary>
    private bool IsNoWeight(string name)
    {
        var local = name.StartsWith(parts.Base, StringComparison.Ordinal) ? name[parts.Base.Length..] : name;
        return reading.Map.Buffers.Any(end => name.EndsWith(end, StringComparison.Ordinal))
            || reading.Map.OtherTasks.Any(start => local.StartsWith(start, StringComparison.Ordinal));
    }

    private static long? LayerOf(string name, string start)
    {
        if (!name.StartsWith(start, StringComparison.Ordinal))
        {
            return null;
        }

        var rest = name.AsSpan(start.Length);
        var dot = rest.IndexOf('.');
        return dot > 0 && long.TryParse(rest[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out var layer) ? layer : null;
    }
}
