package matryoshka.encoder;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Takes vectors [D] as they are for embeddings, and learns nothing: what heads on frozen embeddings stand on. */
public final class VectorEncoder implements Encoder<float[]> {
    static final String KIND = "vectors";
    static final String CONFIG_FILE = "vectors.json";
    private static final String VECTORS = "vectors"; // [B, D]

    private final int dimension;

    public VectorEncoder(int dimension) {
        if (dimension < 1) throw new IllegalArgumentException("vectors have 1 dim or more, got " + dimension);
        this.dimension = dimension;
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public Class<float[]> exampleType() {
        return float[].class;
    }

    @Override
    public Parameters parameters() {
        return Parameters.of(Map.of());
    }

    @Override
    public int layers() {
        return 0;
    }

    @Override
    public int layer(String parameter) {
        return 0;
    }

    @Override
    public SDVariable build(SameDiff graph, Mode mode) {
        return graph.placeHolder(VECTORS, DataType.FLOAT, -1, dimension);
    }

    @Override
    public int length(float[] vector) {
        return 1;
    }

    @Override
    public Map<String, INDArray> feed(List<float[]> vectors, Mode mode, SplittableRandom random) {
        return Map.of(VECTORS, Nd4j.createFromArray(vectors.toArray(float[][]::new)));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public void saveConfig(Path folder) throws IOException {
        Files.write(folder.resolve(CONFIG_FILE), new ObjectMapper().writeValueAsBytes(Map.of("dimension", dimension)));
    }
}
