package matryoshka.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** SameDiff's own files are written by the flatbuffers library, which here is newer than ND4J's own choice. */
class SameDiffFileTest {
    @TempDir
    Path folder;

    @Test
    void a_graph_that_was_saved_and_loaded_computes_the_same() throws IOException {
        SameDiff graph = SameDiff.create();
        SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, 3); // [B, 3]
        SDVariable w = graph.var("w", Nd4j.linspace(DataType.FLOAT, -1, 0.3, 6).reshape(3, 2));
        SDVariable c = graph.constant("c", Nd4j.createFromArray(0.5f, -0.5f));
        graph.nn.softmax("y", x.mmul(w).add(c), 1); // [B, 2]
        Map<String, INDArray> feed = Map.of("x", Nd4j.createFromArray(new float[][] {{1, 2, 3}, {-1, 0, 4}}));

        graph.save(folder.resolve("graph.fb").toFile(), false);
        SameDiff same = SameDiff.load(folder.resolve("graph.fb").toFile(), false);

        assertThat(same.outputSingle(feed, "y")).isEqualTo(graph.outputSingle(feed, "y"));
        assertThat(same.getVariable("w").getArr()).isEqualTo(w.getArr());
    }
}
