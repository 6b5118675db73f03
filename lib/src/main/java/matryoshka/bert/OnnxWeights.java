package matryoshka.bert;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import matryoshka.data.Checksums;
import matryoshka.encoder.ModelFormatException;
import matryoshka.encoder.Parameters;
import matryoshka.engine.Natives;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.protobuf.CodedInputStream;
import org.nd4j.shade.protobuf.UnsafeByteOperations;

/**
 * A BERT exported to ONNX, as a class path resource of known length and SHA-256. Only its weights are read: named
 * tensors as they are, and the anonymous kernels of MatMul nodes, stored [in, out], by the node that consumes them.
 *
 * @param heads which the shapes do not tell
 */
record OnnxWeights(String resource, int bytes, String sha256, int heads) implements WeightSource {
    static {
        Natives.prepare();
    }

    private static final String KERNEL = "onnx::MatMul_";
    private static final String POSITION_IDS = "embeddings.position_ids"; // 0, 1, 2 …: no weight
    private static final double EPS = 1e-12; // BERT's, inside the graph's constants
    private static final double DROPOUT = 0.1; // BERT's, not exported

    @Override
    public BertWeights load() throws IOException {
        GraphProto graph = parse(read()).getGraph();
        try {
            Map<String, INDArray> tensors = tensors(graph);
            BertConfig config = config(tensors);
            return new BertWeights(config, ordered(tensors, config));
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException(resource, e.getMessage(), "use the pinned version of its artifact")
                    .initCause(e);
        }
    }

    private static Map<String, INDArray> tensors(GraphProto graph) {
        Map<String, String> consumers = consumers(graph);
        var tensors = new HashMap<String, INDArray>();
        for (TensorProto tensor : graph.getInitializerList()) {
            String name = tensor.getName();
            if (name.equals(POSITION_IDS)) continue;
            INDArray array = array(tensor);
            if (name.startsWith(KERNEL))
                tensors.put(
                        consumers.getOrDefault(name, name), array.transpose().dup('c'));
            else tensors.put(name, array);
        }
        return tensors;
    }

    private byte[] read() throws IOException {
        try (InputStream in = OnnxWeights.class.getResourceAsStream(resource)) {
            if (in == null)
                throw new ModelFormatException(resource, "is not on the class path", "add the artifact that holds it");
            byte[] content = new byte[bytes];
            int read = in.readNBytes(content, 0, bytes);
            if (read < bytes || in.read() >= 0 || !Checksums.sha256(content).equals(sha256))
                throw new ModelFormatException(
                        resource,
                        "is not the expected file of " + bytes + " bytes, SHA-256 " + sha256,
                        "use the pinned version of its artifact, or delete it from the Maven repository");
            return content;
        }
    }

    /** Parses without copying the weights: the protobuf's byte strings are views of {@code content}. */
    private static ModelProto parse(byte[] content) throws IOException {
        CodedInputStream in = UnsafeByteOperations.unsafeWrap(content).newCodedInput();
        in.enableAliasing(true);
        return ModelProto.parseFrom(in);
    }

    /** Kernel → weight name, from a node such as {@code /encoder/layer.0/attention/self/query/MatMul}. */
    private static Map<String, String> consumers(GraphProto graph) {
        var consumers = new HashMap<String, String>();
        for (NodeProto node : graph.getNodeList()) {
            String name = node.getName();
            if (!node.getOpType().equals("MatMul") || !name.startsWith("/") || !name.endsWith("/MatMul")) continue;
            String module =
                    name.substring(1, name.length() - "/MatMul".length()).replace('/', '.');
            consumers.put(node.getInput(1), module + ".weight");
        }
        return consumers;
    }

    private static INDArray array(TensorProto tensor) {
        long[] shape = tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
        if (tensor.getDataType() != TensorProto.DataType.FLOAT.getNumber())
            throw new IllegalArgumentException("tensor " + tensor.getName() + " must be of type FLOAT");
        float[] values = new float[tensor.getRawData().size() / Float.BYTES];
        tensor.getRawData()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        return Nd4j.create(values, shape, 'c');
    }

    private BertConfig config(Map<String, INDArray> tensors) {
        INDArray words = required(tensors, "embeddings.word_embeddings.weight"); // [V, H]
        INDArray positions = required(tensors, "embeddings.position_embeddings.weight"); // [positions, H]
        INDArray types = required(tensors, "embeddings.token_type_embeddings.weight"); // [types, H]
        INDArray feedForward = required(tensors, "encoder.layer.0.intermediate.dense.weight"); // [I, H]
        int layers = 0;
        while (tensors.containsKey("encoder.layer." + layers + ".output.LayerNorm.weight")) layers++;
        return new BertConfig(
                layers,
                words.columns(),
                heads,
                feedForward.rows(),
                words.rows(),
                positions.rows(),
                types.rows(),
                EPS,
                DROPOUT,
                DROPOUT);
    }

    private static INDArray required(Map<String, INDArray> tensors, String name) {
        INDArray array = tensors.get(name);
        if (array == null || array.rank() != 2) throw new IllegalArgumentException("tensor " + name + " is missing");
        return array;
    }

    /** In the order of the computation, surplus ones last. */
    private static Parameters ordered(Map<String, INDArray> tensors, BertConfig config) {
        var ordered = new LinkedHashMap<String, INDArray>();
        for (String name : BertWeights.shapes(config).keySet())
            if (tensors.containsKey(name)) ordered.put(name, tensors.get(name));
        new TreeMap<>(tensors).forEach(ordered::putIfAbsent);
        return Parameters.of(ordered);
    }
}
