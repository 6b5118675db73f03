package matryoshka.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StsBenchmarkTest {
    private static final List<String> LINES = List.of(
            "main-captions\timages\t2015\t0356\t3.20\tA sign says \"no diving.\t A boy — jumps. ",
            "main-news\theadlines\t2016\t1470\t0\tChina, India vow\tIt's \"over\"\tEMM (http://a.b)\tEMM (http://c.d)");

    @Test
    void a_line_gives_two_sentences_and_a_fifth_of_their_score_whatever_the_quotes_and_sources() {
        GradedPairs pairs = StsBenchmark.parse(LINES);
        assertThat(pairs.pairs().firsts()).containsExactly("A sign says \"no diving.", "China, India vow");
        assertThat(pairs.pairs().seconds()).containsExactly("A boy — jumps.", "It's \"over\"");
        assertThat(pairs.scores()).containsExactly(3.2 / 5, 0);
        assertThat(pairs.pairs().table().columnNames()).containsExactly("sentence1", "sentence2");
    }

    @Test
    void what_is_not_fetched_or_damaged_says_how_to_fetch_it(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> StsBenchmark.load(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "STS Benchmark is not fetched",
                        "sts-train.csv",
                        "run environment/matryoshka datasets fetch sts-b");
        Files.write(folder.resolve("sts-train.csv"), LINES);
        assertThatThrownBy(() -> StsBenchmark.load(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("sts-train.csv", "SHA-256", "fetch sts-b again");
    }
}
