package matryoshka.bert;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import matryoshka.encoder.Encoder.Mode;
import matryoshka.engine.Engine;
import matryoshka.engine.Program;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** BERT-base, fetched where it is first needed, with its hidden state and pooler in one program. */
final class BertBase implements AutoCloseable {
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

    static BertBase load() throws IOException {
        return new BertBase(BertEncoder.pretrained(Pretrained.BERT_BASE_UNCASED));
    }

    /** The folder of the SavedModel, fetched if it is not there. */
    static Path folder() {
        return PretrainedSets.BERT_BASE.fetch();
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
