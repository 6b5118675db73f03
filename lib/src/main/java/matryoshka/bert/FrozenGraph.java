package matryoshka.bert;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import matryoshka.encoder.ModelFormatException;
import matryoshka.encoder.StoredTensor;
import org.nd4j.shade.protobuf.UnsafeByteOperations;
import org.tensorflow.framework.AttrValue;
import org.tensorflow.framework.DataType;
import org.tensorflow.framework.GraphDef;
import org.tensorflow.framework.NodeDef;
import org.tensorflow.framework.TensorProto;
import org.tensorflow.framework.TensorShapeProto;

/**
 * What a TensorFlow graph's outputs need, with its variables as constants, in operations that SameDiff's importer
 * knows. Control dependencies, such as assertions, are left out.
 */
final class FrozenGraph {
    private static final Set<String> VARIABLES = Set.of("VarHandleOp", "VariableV2");
    private static final Set<String> HANDING_ON = Set.of("ReadVariableOp", "Identity", "StopGradient");
    private static final Set<String> CALLS = Set.of("PartitionedCall", "StatefulPartitionedCall");
    private static final String CONST = "Const";
    private static final String TABLE = "/table";
    private static final int DEEPEST_ONE_HOT = 1_000;

    private final String source;
    private final GraphDef graph;
    private final Map<String, StoredTensor> variables;
    private final Map<String, NodeDef> nodes = new HashMap<>();

    /** Of {@code graph} with the values of its variables by their nodes' names; {@code source} names it in errors. */
    FrozenGraph(String source, GraphDef graph, Map<String, StoredTensor> variables) {
        this.source = source;
        this.graph = graph;
        this.variables = variables;
        for (NodeDef node : graph.getNodeList()) nodes.put(node.getName(), node);
    }

    /**
     * The part that tensors {@code outputs} need; its constants are views of the variables' bytes.
     *
     * @throws ModelFormatException if a node or a variable is missing, or the graph calls functions
     */
    GraphDef of(List<String> outputs) throws ModelFormatException {
        Set<String> needed = needed(outputs);
        var frozen = GraphDef.newBuilder().setVersions(graph.getVersions());
        for (NodeDef node : graph.getNodeList()) if (needed.contains(node.getName())) frozen.addAllNode(frozen(node));
        return frozen.build();
    }

    private Set<String> needed(List<String> outputs) throws ModelFormatException {
        Set<String> needed = new HashSet<>();
        Deque<String> todo = new ArrayDeque<>(outputs);
        while (!todo.isEmpty()) {
            NodeDef node = node(todo.pop());
            if (needed.add(node.getName())) todo.addAll(inputs(node));
        }
        return needed;
    }

    private NodeDef node(String tensor) throws ModelFormatException {
        NodeDef node = nodes.get(name(tensor));
        if (node == null) throw fault("has no node " + name(tensor), "export the model again");
        return node;
    }

    /** The node of tensor {@code node:0}. */
    private static String name(String tensor) {
        int colon = tensor.lastIndexOf(':');
        return colon < 0 ? tensor : tensor.substring(0, colon);
    }

    /** A node's inputs without control dependencies, and without the nodes between that only hand on their own. */
    private List<String> inputs(NodeDef node) throws ModelFormatException {
        List<String> inputs = new ArrayList<>();
        for (String input : node.getInputList()) if (!input.startsWith("^")) inputs.add(origin(input));
        return inputs;
    }

    private String origin(String tensor) throws ModelFormatException {
        String origin = tensor;
        for (int steps = 0; steps <= nodes.size(); steps++) {
            NodeDef node = node(origin);
            if (!HANDING_ON.contains(node.getOp()) || node.getInputCount() == 0) return origin;
            origin = node.getInput(0);
        }
        throw fault("goes round in circles at " + tensor, "export the model again");
    }

    private List<NodeDef> frozen(NodeDef node) throws ModelFormatException {
        if (CALLS.contains(node.getOp()))
            throw fault(
                    "calls a function at " + node.getName() + ", as TensorFlow 2 exports models",
                    "read its weights alone, with TensorFlowWeights");
        NodeDef.Builder frozen = node.toBuilder().clearInput().addAllInput(inputs(node));
        if (VARIABLES.contains(node.getOp())) return List.of(variable(node.getName()));
        if (node.getOp().equals("ResourceGather")) return List.of(gather(frozen, "dtype", "Tindices"));
        if (node.getOp().equals("OneHot")) return oneHot(frozen);
        return List.of(frozen.build());
    }

    private NodeDef variable(String name) throws ModelFormatException {
        StoredTensor value = variables.get(name);
        if (value == null) throw fault("has no value for variable " + name, "export the model again");
        Optional<String> fault = value.fault();
        if (fault.isPresent()) throw fault("variable " + name + " " + fault.get(), "export the model again");
        if (!value.dtype().equals("F32") || value.bytes().byteSize() > Integer.MAX_VALUE)
            throw fault(
                    "variable " + name + " is of dtype " + value.dtype() + " and "
                            + value.bytes().byteSize() + " bytes, expected F32 of less than 2 GiB",
                    "read its weights alone, with TensorFlowWeights");
        TensorProto.Builder tensor = tensor(value.shape())
                .setTensorContent(UnsafeByteOperations.unsafeWrap(value.bytes().asByteBuffer()));
        return constant(name, tensor);
    }

    private static TensorProto.Builder tensor(long... shape) {
        TensorShapeProto.Builder dims = TensorShapeProto.newBuilder();
        Arrays.stream(shape)
                .forEach(dim -> dims.addDim(TensorShapeProto.Dim.newBuilder().setSize(dim)));
        return TensorProto.newBuilder().setDtype(DataType.DT_FLOAT).setTensorShape(dims);
    }

    private static NodeDef constant(String name, TensorProto.Builder value) {
        return NodeDef.newBuilder()
                .setName(name)
                .setOp(CONST)
                .putAttr("dtype", type(DataType.DT_FLOAT))
                .putAttr("value", AttrValue.newBuilder().setTensor(value).build())
                .build();
    }

    private static AttrValue type(DataType type) {
        return AttrValue.newBuilder().setType(type).build();
    }

    /** The same node as a gather of rows, the attributes of that name telling the types. */
    private static NodeDef gather(NodeDef.Builder node, String type, String indices) {
        AttrValue params = node.getAttrOrDefault(type, type(DataType.DT_FLOAT));
        AttrValue ids = node.getAttrOrDefault(indices, type(DataType.DT_INT32));
        return node.setOp("Gather")
                .clearAttr()
                .putAttr("Tparams", params)
                .putAttr("Tindices", ids)
                .build();
    }

    /** M2.1's importer takes a one-hot's depth for 0; the rows of a unit matrix are the same. */
    private List<NodeDef> oneHot(NodeDef.Builder node) {
        Optional<Integer> depth = node.getInputCount() == 4 ? depth(node) : Optional.empty();
        if (depth.isEmpty()) return List.of(node.build());
        String table = node.getName() + TABLE;
        TensorProto.Builder unit = tensor(depth.get(), depth.get());
        for (int i = 0; i < depth.get() * depth.get(); i++) unit.addFloatVal(i % (depth.get() + 1) == 0 ? 1 : 0);
        NodeDef.Builder rows = node.clone().clearInput().addInput(table).addInput(node.getInput(0));
        return List.of(constant(table, unit), gather(rows, "T", "TI"));
    }

    /** The depth of a one-hot of ones among zeros along a new last dim; empty if it is another one. */
    private Optional<Integer> depth(NodeDef.Builder node) {
        boolean plain = node.getAttrOrDefault("axis", AttrValue.getDefaultInstance())
                                .getI()
                        == -1
                && node.getAttrOrDefault("T", AttrValue.getDefaultInstance()).getType() == DataType.DT_FLOAT
                && isFloat(node.getInput(2), 1)
                && isFloat(node.getInput(3), 0);
        TensorProto depth = value(node.getInput(1));
        return Optional.of(depth.getIntValCount() == 1 ? depth.getIntVal(0) : 0)
                .filter(number -> plain && number >= 1 && number <= DEEPEST_ONE_HOT);
    }

    private boolean isFloat(String tensor, float expected) {
        TensorProto value = value(tensor);
        return value.getFloatValCount() == 1 && value.getFloatVal(0) == expected;
    }

    /** The value of a constant; an empty one for another node. */
    private TensorProto value(String tensor) {
        NodeDef node = nodes.get(name(tensor));
        return node.getAttrOrDefault("value", AttrValue.getDefaultInstance()).getTensor();
    }

    private ModelFormatException fault(String fault, String remedy) {
        return new ModelFormatException(source, fault, remedy);
    }
}
