package matryoshka.bert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import matryoshka.data.Datasets;
import matryoshka.engine.Engine;
import matryoshka.engine.Program;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tensorflow.framework.AttrValue;
import org.tensorflow.framework.DataType;
import org.tensorflow.framework.GraphDef;
import org.tensorflow.framework.NodeDef;
import org.tensorflow.framework.TensorProto;
import org.tensorflow.framework.TensorShapeProto;

/** BERT-base by SameDiff's importer beside BERT-base by this library's own graph. */
@Tag("slow")
class ImportedBertBaseTest {
    private static final String GELU = "/intermediate/dense/"; // where the exported graph has its nodes
    private static final int BATCH = 10;
    private static final List<String> TEXTS = Datasets.reviews().texts().subList(0, 50);

    private static BertBase bert;

    @BeforeAll
    static void load() throws IOException {
        bert = BertBase.load();
    }

    @AfterAll
    static void close() {
        if (bert != null) bert.close();
        bert = null;
    }

    /** The same vector by both graphs. */
    private record Pair(float[] own, float[] imported) {
        double distance() {
            double most = 0;
            for (int i = 0; i < own.length; i++) most = Math.max(most, Math.abs(own[i] - imported[i]));
            return most;
        }

        double cosine() {
            return dot(own, imported) / Math.sqrt(dot(own, own) * dot(imported, imported));
        }

        private static double dot(float[] a, float[] b) {
            double sum = 0;
            for (int i = 0; i < a.length; i++) sum += (double) a[i] * b[i];
            return sum;
        }
    }

    /** Every token's vectors and every text's pooled ones. */
    private record Compared(List<Pair> tokens, List<Pair> pooled) {}

    @Test
    void with_the_erf_gelu_both_graphs_compute_the_same() throws IOException {
        Compared compared = compare(ImportedBertBaseTest::withErf);
        assertThat(compared.pooled()).hasSize(TEXTS.size()).allMatch(pair -> pair.distance() < 1e-4);
        assertThat(compared.tokens())
                .hasSizeGreaterThan(10 * TEXTS.size())
                .allMatch(pair -> pair.distance() < 1e-3 && pair.cosine() > 1 - 1e-6);
    }

    /** The exported graph has GELU's approximation by tanh; this library, as Hugging Face's BERT, has GELU itself. */
    @Test
    void as_exported_they_differ_by_what_the_tanh_gelu_approximates() throws IOException {
        Compared compared = compare(UnaryOperator.identity());
        assertThat(compared.pooled()).allMatch(pair -> pair.distance() < 0.05 && pair.cosine() > 0.9999);
        assertThat(compared.pooled()).anyMatch(pair -> pair.distance() > 1e-3);
        assertThat(compared.tokens()).allMatch(pair -> pair.cosine() > 0.999);
    }

    private static Compared compare(UnaryOperator<GraphDef> change) throws IOException {
        ImportedSavedModel model = ImportedSavedModel.read(BertBase.folder(), change);
        var compared = new Compared(new ArrayList<>(), new ArrayList<>());
        try (Engine engine = Engine.plain()) {
            Program program =
                    engine.forward(model.graph(), List.copyOf(model.outputs().values()));
            for (int at = 0; at < TEXTS.size(); at += BATCH) {
                List<String> texts = TEXTS.subList(at, at + BATCH);
                add(compared, texts, bert.run(texts), run(model, program, texts));
            }
        }
        return compared;
    }

    /** Adds what is no padding. */
    private static void add(Compared compared, List<String> texts, BertBase.Output own, BertBase.Output imported) {
        for (int b = 0; b < texts.size(); b++) {
            compared.pooled().add(new Pair(own.pooler()[b], imported.pooler()[b]));
            int first = b * own.length();
            for (int row = first; row < first + bert.encoder.length(texts.get(b)); row++)
                compared.tokens().add(new Pair(own.hidden()[row], imported.hidden()[row]));
        }
    }

    private static BertBase.Output run(ImportedSavedModel model, Program program, List<String> texts) {
        List<int[]> ids = bert.encoder.tokenizer().encode(texts);
        int length = ids.stream().mapToInt(each -> each.length).max().orElseThrow();
        int[][] tokens = new int[ids.size()][length];
        int[][] mask = new int[ids.size()][length];
        for (int b = 0; b < tokens.length; b++)
            for (int t = 0; t < ids.get(b).length; t++) {
                tokens[b][t] = ids.get(b)[t];
                mask[b][t] = 1;
            }
        Map<String, INDArray> outputs = program.run(Map.of(
                        model.inputs().get("input_ids"), Nd4j.createFromArray(tokens),
                        model.inputs().get("input_mask"), Nd4j.createFromArray(mask),
                        model.inputs().get("segment_ids"), Nd4j.createFromArray(new int[tokens.length][length])))
                .outputs();
        return BertBase.Output.of(
                outputs.get(model.outputs().get("sequence_output")),
                outputs.get(model.outputs().get("pooled_output")));
    }

    /** The graph with x·½(1 + erf(x/√2)) for x·½(1 + tanh(√(2/π)(x + 0.044715x³))). */
    private static GraphDef withErf(GraphDef graph) {
        GraphDef.Builder changed = graph.toBuilder();
        int exchanged = 0;
        for (NodeDef.Builder node : changed.getNodeBuilderList()) {
            String name = node.getName();
            if (name.endsWith(GELU + "mul_1")) node.setInput(1, name.replace("mul_1", "BiasAdd"));
            else if (name.endsWith(GELU + "mul_1/x")) node.putAttr("value", scalar((float) Math.sqrt(0.5)));
            else if (name.endsWith(GELU + "Tanh")) node.setOp("Erf");
            else continue;
            exchanged++;
        }
        assertThat(exchanged).isEqualTo(3 * bert.encoder.layers());
        return changed.build();
    }

    private static AttrValue scalar(float value) {
        var tensor = TensorProto.newBuilder().setDtype(DataType.DT_FLOAT).addFloatVal(value);
        return AttrValue.newBuilder()
                .setTensor(tensor.setTensorShape(TensorShapeProto.getDefaultInstance()))
                .build();
    }
}
