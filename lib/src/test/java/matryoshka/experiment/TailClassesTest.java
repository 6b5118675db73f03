package matryoshka.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import matryoshka.data.LongTail;
import matryoshka.data.TextDataset;
import matryoshka.encoder.VectorEncoder;
import matryoshka.model.MatryoshkaConfig;
import matryoshka.model.MatryoshkaModel;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class TailClassesTest {
    private static final NestingDims DIMS = NestingDims.of(2, 4);
    private static final List<String> CLASSES = List.of("few", "many", "some");

    @Test
    void the_accuracy_of_a_third_is_the_mean_over_its_classes() throws Exception {
        MatryoshkaModel<float[]> model = MatryoshkaModel.create(
                new VectorEncoder(4), MatryoshkaConfig.of(DIMS, CLASSES).withSeed(3));
        Embeddings database = cloud(60, 1), queries = cloud(90, 2);
        Further.Trained<float[]> trained = new Further.Trained<>("MRL", model, database, queries, DIMS, 3);

        List<Measurement> found = new TailClasses<float[]>(TailClassesTest::longTail).measure(trained);

        assertThat(found).hasSize(2 * 3 * 2); // dims, thirds, head and class mean
        for (int dim : DIMS.dims()) {
            int[] guessed = model.heads().topClasses(queries, dim);
            assertThat(value(found, dim, "top1, head classes")).isCloseTo(recall(queries, guessed, 1), within(1e-12));
            assertThat(value(found, dim, "top1, middle classes")).isCloseTo(recall(queries, guessed, 2), within(1e-12));
            assertThat(value(found, dim, "top1, tail classes")).isCloseTo(recall(queries, guessed, 0), within(1e-12));
            assertThat(value(found, dim, "nearest class mean, tail classes")).isGreaterThan(0.5);
        }
    }

    private static LongTail longTail() {
        List<String> texts = new ArrayList<>(), labels = new ArrayList<>();
        int[] counts = {5, 20, 10};
        for (int c = 0; c < counts.length; c++)
            for (int i = 0; i < counts[c]; i++) {
                texts.add("text " + i + " of " + c);
                labels.add(CLASSES.get(c));
            }
        Table table = Table.create("t", StringColumn.create("text", texts), StringColumn.create("label", labels));
        return LongTail.of(TextDataset.of("t.csv", table, "text", "label"), 4, 1);
    }

    private static Embeddings cloud(int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[rows * 4];
        int[] labels = new int[rows];
        for (int i = 0; i < rows; i++) {
            labels[i] = i % 3;
            for (int d = 0; d < 4; d++)
                values[i * 4 + d] = (float) (0.3 * random.nextGaussian() + Math.cos(2.1 * labels[i] + 1.6 * d));
        }
        return Embeddings.of(values, rows, 4).withLabels(labels);
    }

    private static double recall(Embeddings queries, int[] guessed, int c) {
        double right = 0, all = 0;
        for (int q = 0; q < queries.rows(); q++)
            if (queries.label(q) == c) {
                all++;
                if (guessed[q] == c) right++;
            }
        return right / all;
    }

    private static double value(List<Measurement> found, int dim, String metric) {
        return found.stream()
                .filter(each -> each.dim() == dim && each.metric().equals(metric))
                .mapToDouble(Measurement::value)
                .findFirst()
                .orElseThrow();
    }
}
