package matryoshka.bert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import matryoshka.encoder.ModelFormatException;
import matryoshka.engine.Engine;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tensorflow.framework.AttrValue;
import org.tensorflow.framework.DataType;
import org.tensorflow.framework.GraphDef;
import org.tensorflow.framework.MetaGraphDef;
import org.tensorflow.framework.NodeDef;
import org.tensorflow.framework.SavedModel;
import org.tensorflow.framework.SignatureDef;
import org.tensorflow.framework.TensorInfo;
import org.tensorflow.framework.TensorProto;
import org.tensorflow.framework.TensorShapeProto;

/** On a model that looks rows up in two ways, as BERT does its words and segments, and adds them. */
class ImportedSavedModelTest {
    private static final AttrValue FLOAT = type(DataType.DT_FLOAT);
    private static final AttrValue INT = type(DataType.DT_INT32);

    private final INDArray words = Nd4j.rand(3, 2);
    private final INDArray segments = Nd4j.rand(3, 2);

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        write(graph -> {}, signature -> {});
    }

    private void write(Consumer<GraphDef.Builder> graph, Consumer<SignatureDef.Builder> signature) throws IOException {
        Checkpoints.write(folder.resolve("variables/variables"), Map.of("words", words, "segments", segments));
        var nodes = graph();
        graph.accept(nodes);
        var served = SignatureDef.newBuilder().putInputs("input_ids", tensor("ids:0"));
        served.putOutputs("sum", tensor("sum:0"));
        signature.accept(served);
        var training = MetaGraphDef.newBuilder();
        training.getMetaInfoDefBuilder().addTags("train").addTags("serve_not");
        var serving = MetaGraphDef.newBuilder().setGraphDef(nodes).putSignatureDef("serving_default", served.build());
        serving.getMetaInfoDefBuilder().addTags("serve");
        var model = SavedModel.newBuilder().addMetaGraphs(training).addMetaGraphs(serving);
        Files.write(folder.resolve("saved_model.pb"), model.build().toByteArray());
    }

    private static GraphDef.Builder graph() {
        return GraphDef.newBuilder()
                .addNode(node("ids", "Placeholder").putAttr("dtype", INT))
                .addNode(node("words", "VarHandleOp").putAttr("dtype", FLOAT))
                .addNode(node("looked_up", "ResourceGather", "words", "ids")
                        .putAttr("dtype", FLOAT)
                        .putAttr("Tindices", INT))
                .addNode(node("same", "Identity", "looked_up").putAttr("T", FLOAT))
                .addNode(constant("depth", TensorProto.newBuilder().addIntVal(3), DataType.DT_INT32))
                .addNode(constant("on", TensorProto.newBuilder().addFloatVal(1), DataType.DT_FLOAT))
                .addNode(constant("off", TensorProto.newBuilder().addFloatVal(0), DataType.DT_FLOAT))
                .addNode(node("one_hot", "OneHot", "ids", "depth", "on", "off")
                        .putAttr("T", FLOAT)
                        .putAttr("TI", INT)
                        .putAttr("axis", AttrValue.newBuilder().setI(-1).build()))
                .addNode(node("segments", "VarHandleOp").putAttr("dtype", FLOAT))
                .addNode(node("read", "ReadVariableOp", "segments").putAttr("dtype", FLOAT))
                .addNode(node("assert", "Assert", "nothing"))
                .addNode(node("product", "MatMul", "one_hot", "read", "^assert")
                        .putAttr("T", FLOAT)
                        .putAttr("transpose_a", AttrValue.getDefaultInstance())
                        .putAttr("transpose_b", AttrValue.getDefaultInstance()))
                .addNode(node("sum", "Add", "same", "product").putAttr("T", FLOAT));
    }

    private static NodeDef.Builder node(String name, String op, String... inputs) {
        return NodeDef.newBuilder().setName(name).setOp(op).addAllInput(List.of(inputs));
    }

    private static NodeDef.Builder constant(String name, TensorProto.Builder scalar, DataType type) {
        scalar.setDtype(type).setTensorShape(TensorShapeProto.getDefaultInstance());
        return node(name, "Const")
                .putAttr("dtype", type(type))
                .putAttr("value", AttrValue.newBuilder().setTensor(scalar).build());
    }

    private static AttrValue type(DataType type) {
        return AttrValue.newBuilder().setType(type).build();
    }

    private static TensorInfo tensor(String name) {
        return TensorInfo.newBuilder().setName(name).build();
    }

    private AbstractThrowableAssert<?, ?> assertFault() {
        return assertThatThrownBy(() -> ImportedSavedModel.read(folder)).isInstanceOf(ModelFormatException.class);
    }

    @Test
    void the_served_graph_computes_with_the_variables_of_the_bundle() throws IOException {
        ImportedSavedModel model = ImportedSavedModel.read(folder);
        assertThat(model.inputs()).isEqualTo(Map.of("input_ids", "ids"));
        String sum = model.outputs().get("sum");
        try (Engine engine = Engine.plain()) {
            INDArray rows = engine.forward(model.graph(), List.of(sum))
                    .run(Map.of("ids", Nd4j.createFromArray(2, 0, 2, 1)))
                    .outputs()
                    .get(sum);
            INDArray table = words.add(segments);
            for (int i = 0; i < 4; i++) assertThat(rows.getRow(i)).isEqualTo(table.getRow(new int[] {2, 0, 2, 1}[i]));
        }
    }

    @Test
    void what_the_outputs_do_not_need_is_not_imported() throws IOException {
        assertThat(ImportedSavedModel.read(folder).graph().getOps()).hasSize(4); // two gathers, product, sum
    }

    @Test
    void the_importer_leaves_nothing_in_the_working_folder() throws IOException {
        assertThat(TensorFlowImporter.LISTS).allMatch(Files::notExists);
        ImportedSavedModel.read(folder);
        assertThat(TensorFlowImporter.LISTS).hasSize(4).allMatch(Files::notExists);
    }

    @Test
    void missing_files_nodes_variables_and_signatures_are_named() throws IOException {
        write(graph -> {}, signature -> signature.putOutputs("more", tensor("other:0")));
        assertFault().hasMessageContainingAll("saved_model.pb", "has no node other");
        write(graph -> graph.addNode(node("lost", "VarHandleOp")), signature -> {
            signature.putOutputs("more", tensor("lost:0"));
        });
        assertFault().hasMessageContaining("no value for variable lost");
        Files.write(
                folder.resolve("saved_model.pb"),
                SavedModel.getDefaultInstance().toByteArray());
        assertFault().hasMessageContaining("no graph tagged serve");
        Files.write(folder.resolve("saved_model.pb"), new byte[] {1, 2, 3});
        assertFault().hasMessageContaining("is no SavedModel");
        Files.delete(folder.resolve("saved_model.pb"));
        assertFault().hasMessageContaining("no such file");
    }

    @Test
    void function_calls_circles_and_unknown_operations_are_refused_with_advice() throws IOException {
        write(graph -> graph.addNode(node("call", "StatefulPartitionedCall", "ids")), signature -> {
            signature.putOutputs("more", tensor("call:0"));
        });
        assertFault().hasMessageContainingAll("calls a function at call", "TensorFlowWeights");
        write(graph -> graph.addNode(node("a", "Identity", "b")).addNode(node("b", "Identity", "a")), signature -> {
            signature.putOutputs("more", tensor("a:0"));
        });
        assertFault().hasMessageContaining("circles");
        write(graph -> graph.addNode(node("odd", "NoSuchOperation", "ids")), signature -> {
            signature.putOutputs("more", tensor("odd:0"));
        });
        assertFault().hasMessageContainingAll("SameDiff's importer", "TensorFlowWeights");
    }
}
