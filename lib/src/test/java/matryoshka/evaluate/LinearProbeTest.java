package matryoshka.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import matryoshka.engine.Engine;
import matryoshka.model.NestedHeads;
import org.junit.jupiter.api.Test;

class LinearProbeTest {
    private static final List<String> CLASSES = List.of("a", "b", "c", "d");
    private static final NestingDims DIMS = NestingDims.of(2, 6);

    /** Four clusters: the first two numbers tell a and b from c and d, the rest tells all apart; small numbers. */
    private static Embeddings clusters(int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[rows * 6];
        int[] labels = IntStream.range(0, rows).map(i -> i % 4).toArray();
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < 6; j++) values[i * 6 + j] = (float) random.nextGaussian(0, 1e-3);
            values[i * 6] += labels[i] < 2 ? 0.01f : -0.01f;
            values[i * 6 + 2 + labels[i]] += 0.01f;
        }
        return Embeddings.of(values, rows, 6).withLabels(labels);
    }

    @Test
    void each_dim_gets_the_classifier_its_prefix_allows() {
        try (Engine engine = Engine.vectorized(1)) {
            NestedHeads probe = LinearProbe.fit(clusters(400, 1), CLASSES, DIMS, 0, engine);
            DimensionReport report =
                    DimensionEvaluator.evaluate("probe", probe, clusters(400, 1), clusters(200, 2), DIMS);

            assertThat(report.at(6).top1()).isEqualTo(1);
            assertThat(report.at(2).top1()).isBetween(0.4, 0.6); // a from b, and c from d, by chance
            NestedHeads again = LinearProbe.fit(clusters(400, 1), CLASSES, DIMS, 0, engine);
            float[] z = clusters(1, 3).values();
            assertThat(again.logits(z, 0, 6)).isEqualTo(probe.logits(z, 0, 6));
        }
    }
}
