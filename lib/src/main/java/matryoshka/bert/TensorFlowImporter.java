package matryoshka.bert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.autodiff.samediff.SameDiff;
import org.tensorflow.framework.GraphDef;

/** SameDiff's importer, without the lists that M2.1's leaves in the working folder. */
final class TensorFlowImporter {
    static final List<Path> LISTS = Stream.of("variables-added", "ops-imported", "ops-added", "ops-removed")
            .map(list -> Path.of(list + "-old.txt"))
            .toList();

    private TensorFlowImporter() {}

    /** The graph in SameDiff, sharing nothing with {@code frozen}; RuntimeException if the importer refuses it. */
    static synchronized SameDiff imported(GraphDef frozen) throws IOException {
        List<Path> left = LISTS.stream().filter(Files::notExists).toList();
        try {
            return SameDiff.importFrozenTF(frozen);
        } finally {
            for (Path list : left) Files.deleteIfExists(list);
        }
    }
}
