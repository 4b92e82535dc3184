using System.Globalization;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Onnx;

namespace Interp.Runtime.Graphs;

/// <summary>Collects the nodes of one ONNX graph (IR 10, opset 21). Values are known by name; the symbolic dimension of positions is <c>T</c>.</summary>
internal sealed class GraphBuilder
{
    /// <summary>Intermediate representation that ONNX Runtime 1.18 and later read.</summary>
    private const int IrVersion = 10;
    private const int OpsetVersion = 21;

    private readonly HashSet<string> constants = [];

    /// <summary>An empty graph.</summary>
    public GraphBuilder(string name) => Graph = new GraphProto { Name = name };

    /// <summary>The graph so far.</summary>
    public GraphProto Graph { get; }

    /// <summary>The graph as a model.</summary>
    public ModelProto Model()
    {
        var model = new ModelProto { IrVersion = IrVersion, ProducerName = "interp", Graph = Graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = OpsetVersion });
        return model;
    }

    /// <summary>Adds a node of one output and returns the output's name.</summary>
    public string Node(string op, string output, IReadOnlyList<string> inputs, params AttributeProto[] attributes)
    {
        Nodes(op, [output], inputs, attributes);
        return output;
    }

    /// <summary>Adds a node of several outputs.</summary>
    public void Nodes(string op, IReadOnlyList<string> outputs, IReadOnlyList<string> inputs, params AttributeProto[] attributes)
    {
        var node = new NodeProto { OpType = op, Name = outputs[0] };
        node.Input.AddRange(inputs);
        node.Output.AddRange(outputs);
        node.Attribute.AddRange(attributes);
        Graph.Node.Add(node);
    }

    /// <summary>A dimension of its own, equal to no other.</summary>
    public const int AnySize = -1;

    /// <summary>Declares a float input; a dimension of null is T, one of <see cref="AnySize"/> any.</summary>
    public string Input(string name, params int?[] shape)
    {
        Graph.Input.Add(Value(name, TensorProto.Types.DataType.Float, shape));
        return name;
    }

    /// <summary>Declares an int64 input.</summary>
    public string IntegerInput(string name, params int?[] shape)
    {
        Graph.Input.Add(Value(name, TensorProto.Types.DataType.Int64, shape));
        return name;
    }

    /// <summary>Declares a float output.</summary>
    public void Output(string name, params int?[] shape) => Graph.Output.Add(Value(name, TensorProto.Types.DataType.Float, shape));

    /// <summary>A float scalar.</summary>
    public string Scalar(double value)
    {
        var number = (float)value;
        var name = "constant." + number.ToString("R", CultureInfo.InvariantCulture);
        return Constant(name, TensorProto.Types.DataType.Float, [], MemoryMarshal.AsBytes<float>([number]));
    }

    /// <summary>A vector of integers (shapes, axes).</summary>
    public string Integers(params long[] values)
    {
        var name = "shape." + string.Join('.', values);
        return Constant(name, TensorProto.Types.DataType.Int64, [values.Length], MemoryMarshal.AsBytes<long>(values));
    }

    /// <summary>An integer scalar.</summary>
    public string Integer(long value) =>
        Constant("integer." + value.ToString(CultureInfo.InvariantCulture), TensorProto.Types.DataType.Int64, [], MemoryMarshal.AsBytes<long>([value]));

    /// <summary>A float constant of any shape, stored in the graph.</summary>
    public string Table(string name, ReadOnlySpan<float> values, params long[] shape) =>
        Constant(name, TensorProto.Types.DataType.Float, shape, MemoryMarshal.AsBytes(values));

    public static AttributeProto Attribute(string name, long value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = value };

    public static AttributeProto Attribute(string name, string value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.String, S = ByteString.CopyFromUtf8(value) };

    public static AttributeProto Attribute(string name, params long[] values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        attribute.Ints.AddRange(values);
        return attribute;
    }

    private string Constant(string name, TensorProto.Types.DataType type, ReadOnlySpan<long> shape, ReadOnlySpan<byte> bytes)
    {
        if (constants.Add(name))
        {
            var tensor = new TensorProto { Name = name, DataType = (int)type, RawData = ByteString.CopyFrom(bytes) };
            foreach (var size in shape)
            {
                tensor.Dims.Add(size);
            }

            Graph.Initializer.Add(tensor);
        }

        return name;
    }

    private static ValueInfoProto Value(string name, TensorProto.Types.DataType type, IReadOnlyList<int?> shape)
    {
        var dimensions = new TensorShapeProto();
        foreach (var size in shape)
        {
            dimensions.Dim.Add(size switch
            {
                null => new TensorShapeProto.Types.Dimension { DimParam = "T" },
                AnySize => new TensorShapeProto.Types.Dimension(),
                int known => new TensorShapeProto.Types.Dimension { DimValue = known },
            });
        }

        var tensor = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = dimensions };
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }
}
