package matryoshka.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import matryoshka.EmbeddedTexts;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import matryoshka.Printed;
import matryoshka.data.CsvWriter;
import matryoshka.model.NestedHeads;
import matryoshka.model.NestedHeads.Linear;
import matryoshka.search.BruteForceIndex;
import matryoshka.search.KdTreeIndex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

class ReportsTest {
    private static final DimensionReport MRL =
            new DimensionReport("MRL", 30, List.of(score(8, 0.5, 0.25), score(16, 1 / 3.0, 1)));
    private static final DimensionReport PLAIN =
            new DimensionReport("plain, truncated", 30, List.of(score(8, 0, 0.75)));

    private static DimensionScore score(int dim, double top1, double oneNn) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put(Metric.TOP1, top1);
        values.put(Metric.ONE_NN, oneNn);
        return new DimensionScore(dim, values);
    }

    @Test
    void a_report_is_written_as_fractions_one_row_a_dim(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("out/report.csv");
        MRL.toCsv(file);
        assertThat(Files.readString(file)).isEqualTo("dim,top1,1-NN\n8,0.5,0.25\n16,0.3333333333333333,1.0\n");
    }

    @Test
    void a_comparison_survives_its_csv_file(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("report.csv");
        CsvWriter.write(file, DimensionReport.compare(List.of(MRL, PLAIN)));

        Table read = Table.read().csv(file.toFile());

        assertThat(read.columnNames()).containsExactly("method", "dim", "top1", "1-NN");
        assertThat(read.stringColumn("method").asList()).containsExactly("MRL", "MRL", "plain, truncated");
        assertThat(read.intColumn("dim").asList()).containsExactly(8, 16, 8);
        assertThat(read.doubleColumn("1-NN").asList()).containsExactly(0.25, 1.0, 0.75);
    }

    @Test
    void a_report_names_the_dims_it_knows() {
        assertThat(MRL.at(16).oneNn()).isEqualTo(1);
        assertThatThrownBy(() -> MRL.at(9)).hasMessageContainingAll("MRL", "9 dims", "8,16");
        assertThatThrownBy(() -> score(8, 51.2, 0.5)).hasMessageContainingAll("top1", "51.2");
        assertThatThrownBy(() -> score(8, 0.5, Double.NaN)).hasMessageContainingAll("1-NN", "NaN");
        assertThatThrownBy(() -> new DimensionReport("MRL", 30, List.of())).hasMessageContaining("nesting dims");
    }

    @Test
    void neighbours_are_told_by_query_dim_and_rank_whatever_the_index() {
        Embeddings rows = Embeddings.of(new float[] {1, 0, 0, 3, 2, 2}, 3, 2).withLabels(0, 1, 0);
        EmbeddedTexts database = new EmbeddedTexts(List.of("east", "north", "north-east"), rows);
        EmbeddedTexts queries = new EmbeddedTexts(List.of("up"), Embeddings.of(new float[] {0, 9}, 1, 2));
        List<String> classes = List.of("flat", "steep");

        Table table =
                new NeighborReport(database, classes, BruteForceIndex::of).table(queries, NestingDims.of(1, 2), 2);

        assertThat(table.columnNames()).containsExactly("query", "dim", "rank", "distance", "label", "text");
        assertThat(table.stringColumn("query").unique().asList()).containsExactly("up");
        assertThat(table.intColumn("dim").asList()).containsExactly(1, 1, 2, 2);
        assertThat(table.intColumn("rank").asList()).containsExactly(1, 2, 1, 2);
        assertThat(table.stringColumn("text").asList()).containsExactly("north", "east", "north", "north-east");
        assertThat(table.stringColumn("label").asList()).containsExactly("steep", "flat", "steep", "flat");
        assertThat(table.doubleColumn("distance").asList()).containsExactly(0.0, 1.0, 0.0, (double) (float)
                Math.sqrt(Math.pow((float) Math.sqrt(.5), 2) + Math.pow(1 - (float) Math.sqrt(.5), 2)));
        Table byTree = new NeighborReport(database, classes, KdTreeIndex::of).table(queries, NestingDims.of(1, 2), 2);
        assertThat(byTree.print()).isEqualTo(table.print());
    }

    @Test
    void neighbours_at_untrained_dims_are_asked_for_on_purpose_and_warned_of_by_nothing() {
        Embeddings rows = Embeddings.of(new float[] {1, 0, 0, 0, 3, 1}, 2, 3).withTrainedDims(NestingDims.of(3));
        EmbeddedTexts database = new EmbeddedTexts(List.of("east", "north"), rows);

        assertThat(Printed.onErr(() -> new NeighborReport(database, List.of(), BruteForceIndex::of)
                        .table(database, NestingDims.of(1, 2, 3), 1)))
                .isEmpty();
    }

    @Test
    void probabilities_are_told_likeliest_first_at_every_dim() {
        NestedHeads heads = new NestedHeads(List.of(new Linear(2, 3, new float[] {0, 1, 0, 0, 0, 2}, new float[3])));
        EmbeddedTexts queries = new EmbeddedTexts(List.of("a", "b"), Embeddings.of(new float[] {1, 1, 0, 0}, 2, 2));

        Table table = new ProbabilityReport(heads, List.of("x", "y", "z")).table(queries, NestingDims.of(1, 2), 2);

        assertThat(table.columnNames()).containsExactly("query", "dim", "class", "probability");
        assertThat(table.stringColumn("query").asList()).containsExactly("a", "a", "a", "a", "b", "b", "b", "b");
        assertThat(table.intColumn("dim").asList()).containsExactly(1, 1, 2, 2, 1, 1, 2, 2);
        assertThat(table.stringColumn("class").asList()).containsExactly("y", "x", "z", "y", "x", "y", "x", "y");
        double e = Math.E, sum = 1 + e + e * e;
        assertThat(table.doubleColumn("probability").get(2)).isCloseTo(e * e / sum, within(1e-6));
        assertThat(table.doubleColumn("probability").get(3)).isCloseTo(e / sum, within(1e-6));
    }

    @Test
    void texts_classes_and_embeddings_must_match() {
        Embeddings row = Embeddings.of(new float[] {1}, 1, 1);
        NestedHeads heads = new NestedHeads(List.of(new Linear(1, 2, new float[2], new float[2])));
        assertThatThrownBy(() -> new EmbeddedTexts(List.of("a", "b"), row))
                .hasMessageContaining("2 texts and 1 embeddings");
        assertThatThrownBy(() -> new ProbabilityReport(heads, List.of("x")))
                .hasMessageContaining("2 classes, got 1 names");
        assertThatThrownBy(() ->
                        new NeighborReport(new EmbeddedTexts(List.of("a"), row), List.of("x"), BruteForceIndex::of))
                .hasMessageContaining("withLabels");
    }
}
