package matryoshka.bert;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import matryoshka.encoder.ModelFormatException;
import matryoshka.encoder.StoredTensor;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import org.nd4j.shade.protobuf.ByteString;
import org.nd4j.shade.protobuf.CodedInputStream;
import org.nd4j.shade.protobuf.UnsafeByteOperations;

/**
 * The weights inside a BERT exported to ONNX, under Hugging Face's names: named tensors as they are, and the anonymous
 * kernels of MatMul nodes, stored [in, out], by the node that consumes them.
 */
final class OnnxInitializers {
    private static final String KERNEL = "onnx::MatMul_";
    private static final String MATMUL = "/MatMul";
    private static final Map<Integer, String> DTYPES = Map.of(
            TensorProto.DataType.FLOAT.getNumber(), "F32",
            TensorProto.DataType.FLOAT16.getNumber(), "F16",
            TensorProto.DataType.BFLOAT16.getNumber(), "BF16");

    private OnnxInitializers() {}

    /**
     * The tensors of an ONNX file, views of its bytes.
     *
     * @throws ModelFormatException if it is no ONNX file
     */
    static Map<String, StoredTensor> of(String source, ByteBuffer file) throws IOException {
        GraphProto graph = parse(source, file).getGraph();
        Map<String, String> consumers = consumers(graph);
        var tensors = new LinkedHashMap<String, StoredTensor>();
        for (TensorProto tensor : graph.getInitializerList()) {
            String name = tensor.getName();
            StoredTensor stored = stored(tensor);
            if (!name.startsWith(KERNEL)) tensors.put(name, stored);
            else if (stored.shape().length == 2) tensors.put(consumers.getOrDefault(name, name), stored.transpose());
        }
        return tensors;
    }

    /** Parses without copying the weights: the protobuf's byte strings are views of {@code file}. */
    private static ModelProto parse(String source, ByteBuffer file) throws IOException {
        try {
            CodedInputStream in = UnsafeByteOperations.unsafeWrap(file).newCodedInput();
            in.enableAliasing(true);
            return ModelProto.parseFrom(in);
        } catch (IOException e) {
            throw new ModelFormatException(source, "is no ONNX file (" + e.getMessage() + ")", "export the model again")
                    .initCause(e);
        }
    }

    /** Kernel → weight name, from a node such as {@code /encoder/layer.0/attention/self/query/MatMul}. */
    private static Map<String, String> consumers(GraphProto graph) {
        var consumers = new HashMap<String, String>();
        for (NodeProto node : graph.getNodeList()) {
            String name = node.getName();
            if (!node.getOpType().equals("MatMul") || node.getInputCount() < 2) continue;
            if (!name.startsWith("/") || !name.endsWith(MATMUL) || name.length() <= MATMUL.length()) continue;
            String module = name.substring(1, name.length() - MATMUL.length()).replace('/', '.');
            consumers.put(node.getInput(1), module + ".weight");
        }
        return consumers;
    }

    private static StoredTensor stored(TensorProto tensor) {
        long[] shape = tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
        ByteString raw = tensor.getRawData();
        String dtype =
                DTYPES.getOrDefault(tensor.getDataType(), "" + TensorProto.DataType.forNumber(tensor.getDataType()));
        return new StoredTensor(dtype, shape, MemorySegment.ofBuffer(raw.asReadOnlyByteBuffer()));
    }
}
