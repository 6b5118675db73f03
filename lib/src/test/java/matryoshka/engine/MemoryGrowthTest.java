package matryoshka.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class MemoryGrowthTest {
    private static final int ROUNDS = 2_000;
    private static final int MOST_COLLECTIONS = 200;

    /** What a step leaves behind for the collector is gone after it. */
    @Test
    void two_thousand_steps_of_alternating_shapes_hold_no_more_memory_than_the_first() throws InterruptedException {
        BufferPool pool = new BufferPool();
        TinyNetwork network = new TinyNetwork(DataType.FLOAT, 20);
        AllGradients gradients = AllGradients.of(network.graph, TinyNetwork.LOSS);
        List<Map<String, INDArray>> feeds =
                List.of(network.feed(1, 2, 5), network.feed(2, 3, 7), network.feed(3, 1, 9));
        try (Engine engine = Engine.vectorized(2)) {
            Program program = new VectorProgram(
                    gradients.graph(), List.of(TinyNetwork.LOSS), gradients.sources(), engine.workers(), pool);
            run(program, feeds, feeds.size());
            long pooled = pool.bytes();
            long pointers = pointerBytes(0);
            run(program, feeds, ROUNDS);
            assertThat(pool.bytes()).isEqualTo(pooled);
            assertThat(pointerBytes(pointers)).isLessThanOrEqualTo(pointers);
        }
    }

    private static void run(Program program, List<Map<String, INDArray>> feeds, int rounds) {
        for (int round = 0; round < rounds; round++) program.run(feeds.get(round % feeds.size()));
    }

    /** The bytes JavaCPP's pointers hold; collects until they are at most {@code enough} or no longer fall. */
    private static long pointerBytes(long enough) throws InterruptedException {
        long bytes = Pointer.totalBytes();
        for (int i = 0, still = 0; bytes > enough && still < 5 && i < MOST_COLLECTIONS; i++) {
            System.gc();
            Thread.sleep(10);
            still = Pointer.totalBytes() < bytes ? 0 : still + 1;
            bytes = Pointer.totalBytes();
        }
        return bytes;
    }
}
