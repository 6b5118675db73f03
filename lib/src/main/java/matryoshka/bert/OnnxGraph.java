package matryoshka.bert;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import matryoshka.engine.Engine;
import matryoshka.engine.Memory;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.protobuf.ByteString;
import org.nd4j.shade.protobuf.UnsafeByteOperations;

/**
 * An ONNX graph while it is built: a value is known by its name, a node takes values and gives one. Weights are views
 * of the arrays, copied only into the file.
 */
final class OnnxGraph {
    private static final int IR_VERSION = 8; // the first that goes with the operators below
    private static final int OPERATORS = 17; // the first with LayerNormalization
    private static final long MOST_WEIGHT_BYTES = Integer.MAX_VALUE - (16L << 20); // protobuf ends at 2 GiB

    private final GraphProto.Builder graph = GraphProto.newBuilder();
    private long weightBytes;

    OnnxGraph(String name) {
        graph.setName(name);
    }

    /** A whole-number input [batch, sequence]. */
    String ids(String name) {
        graph.addInput(value(name, TensorProto.DataType.INT64, List.of("batch", "sequence")));
        return name;
    }

    /** Lets {@code value} out as a float output; dims are numbers or names. */
    void output(String name, String value, Object... dims) {
        graph.addNode(NodeProto.newBuilder()
                .setName(name)
                .setOpType("Identity")
                .addInput(value)
                .addOutput(name));
        graph.addOutput(value(name, TensorProto.DataType.FLOAT, List.of(dims)));
    }

    /** A node without attributes. */
    String node(String operator, String... inputs) {
        return node(operator, Map.of(), inputs);
    }

    /** Attributes are Integer, Float or long[]. */
    String node(String operator, Map<String, Object> attributes, String... inputs) {
        String name = operator + "_" + graph.getNodeCount();
        NodeProto.Builder node =
                NodeProto.newBuilder().setName(name).setOpType(operator).addAllInput(List.of(inputs));
        new TreeMap<>(attributes).forEach((key, value) -> node.addAttribute(attribute(key, value)));
        graph.addNode(node.addOutput(name));
        return name;
    }

    /** A weight under its own name. */
    String weight(String name, INDArray array) {
        weightBytes += array.length() * Float.BYTES;
        if (weightBytes > MOST_WEIGHT_BYTES)
            throw new IllegalArgumentException("these weights take more than " + MOST_WEIGHT_BYTES
                    + " bytes, which one ONNX file cannot hold: keep fewer layers");
        ByteString bytes = UnsafeByteOperations.unsafeWrap(bytes(array));
        return tensor(name, TensorProto.DataType.FLOAT, bytes, array.shape());
    }

    private static ByteBuffer bytes(INDArray array) {
        if (Engine.hasKernels()) return Memory.floats(array).asByteBuffer();
        float[] values = array.data().asFloat(); // of a GPU's array
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes;
    }

    /** A whole number []. */
    String integer(long value) {
        return tensor(constant(), TensorProto.DataType.INT64, littleEndian(value));
    }

    /** A number []. */
    String real(double value) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putFloat((float) value).flip();
        return tensor(constant(), TensorProto.DataType.FLOAT, ByteString.copyFrom(bytes));
    }

    /** Whole numbers [n], such as a shape or axes. */
    String integers(long... values) {
        return tensor(constant(), TensorProto.DataType.INT64, littleEndian(values), values.length);
    }

    private static ByteString littleEndian(long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return ByteString.copyFrom(bytes);
    }

    private String constant() {
        return "constant_" + graph.getInitializerCount();
    }

    private String tensor(String name, TensorProto.DataType type, ByteString bytes, long... shape) {
        graph.addInitializer(TensorProto.newBuilder()
                .setName(name)
                .setDataType(type.getNumber())
                .addAllDims(LongStream.of(shape).boxed().toList())
                .setRawData(bytes));
        return name;
    }

    private static AttributeProto attribute(String name, Object value) {
        AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
        return switch (value) {
            case Integer i ->
                attribute.setType(AttributeProto.AttributeType.INT).setI(i).build();
            case Float f ->
                attribute.setType(AttributeProto.AttributeType.FLOAT).setF(f).build();
            case long[] many ->
                attribute
                        .setType(AttributeProto.AttributeType.INTS)
                        .addAllInts(LongStream.of(many).boxed().toList())
                        .build();
            default -> throw new IllegalArgumentException("no attribute is made of " + value);
        };
    }

    private static ValueInfoProto value(String name, TensorProto.DataType type, List<?> dims) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (Object dim : dims) {
            if (dim instanceof Integer size) shape.addDimBuilder().setDimValue(size);
            else shape.addDimBuilder().setDimParam(dim.toString());
        }
        var tensor = TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape);
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    void write(Path file) throws IOException {
        ModelProto model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("matryoshka")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATORS))
                .setGraph(graph)
                .build();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            model.writeTo(out);
        }
    }
}
