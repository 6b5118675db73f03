package matryoshka.bert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import matryoshka.ByteMutation;
import matryoshka.Fuzz;
import matryoshka.encoder.StoredTensor;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import org.nd4j.shade.protobuf.ByteString;

class OnnxInitializersFuzzTest {
    private static final byte[] SOUND = ModelProto.newBuilder()
            .setGraph(GraphProto.newBuilder()
                    .addInitializer(tensor("embeddings.LayerNorm.bias", 3))
                    .addInitializer(tensor("onnx::MatMul_7", 2, 3))
                    .addInitializer(tensor("onnx::MatMul_8", 1))
                    .addNode(NodeProto.newBuilder()
                            .setName("/encoder/layer.0/output/dense/MatMul")
                            .setOpType("MatMul")
                            .addInput("x")
                            .addInput("onnx::MatMul_7")))
            .build()
            .toByteArray();

    private static TensorProto tensor(String name, long... shape) {
        var tensor = TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT.getNumber());
        int numbers = 1;
        for (long dim : shape) {
            tensor.addDims(dim);
            numbers *= (int) dim;
        }
        ByteBuffer bytes = ByteBuffer.allocate(numbers * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < numbers; i++) bytes.putFloat(i);
        return tensor.setRawData(ByteString.copyFrom(bytes.flip())).build();
    }

    @Provide
    Arbitrary<List<ByteMutation>> mutations() {
        return ByteMutation.lists();
    }

    @Property(tries = 36_000, seed = "20260105")
    void mutated_bytes_give_tensors_or_a_model_format_exception_and_nothing_else(
            @ForAll("mutations") List<ByteMutation> mutations) throws IOException {
        byte[] mutated = ByteMutation.all(SOUND, mutations);
        Fuzz.readOrRefused("fuzzed", 5, 10, () -> {
            for (StoredTensor tensor :
                    OnnxInitializers.of("fuzzed", ByteBuffer.wrap(mutated)).values())
                if (tensor.fault().isEmpty())
                    assertThat(tensor.read().length() * 2).isLessThanOrEqualTo(mutated.length);
        });
    }
}
