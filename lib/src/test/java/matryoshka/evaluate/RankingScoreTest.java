package matryoshka.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;

class RankingScoreTest {
    private static RankingScore score(JsonNode each) {
        int[] relevance = Fixtures.ints(each.get("relevance"));
        boolean[] hits = new boolean[relevance.length];
        for (int i = 0; i < hits.length; i++) hits[i] = relevance[i] == 1;
        return RankingScore.of(
                hits, each.get("relevant").asLong(), each.get("k").asInt());
    }

    @Test
    void all_metrics_equal_those_of_scikit_learn_and_the_papers_definition() throws IOException {
        List<JsonNode> cases = Fixtures.cases("ranking.json").toList();
        assertThat(cases).hasSizeGreaterThanOrEqualTo(50);
        assertThat(cases).allSatisfy(each -> {
            RankingScore score = score(each);
            assertThat(score.ndcg()).isCloseTo(each.get("ndcg").asDouble(), within(1e-12));
            assertThat(score.averagePrecision())
                    .isCloseTo(each.get("averagePrecision").asDouble(), within(1e-12));
            assertThat(score.precision()).isCloseTo(each.get("precision").asDouble(), within(1e-12));
            assertThat(score.recall()).isCloseTo(each.get("recall").asDouble(), within(1e-12));
            assertThat(score.reciprocalRank())
                    .isCloseTo(each.get("reciprocalRank").asDouble(), within(1e-12));
        });
    }

    @Test
    void spearmans_correlation_equals_that_of_scipy_also_with_ties() throws IOException {
        List<JsonNode> cases = Fixtures.cases("spearman.json").toList();
        assertThat(cases).hasSizeGreaterThanOrEqualTo(50);
        assertThat(cases).allSatisfy(each -> {
            DoubleColumn x = DoubleColumn.create("x"), y = DoubleColumn.create("y");
            each.get("x").forEach(value -> x.append(value.asDouble()));
            each.get("y").forEach(value -> y.append(value.asDouble()));
            assertThat(x.spearmans(y)).isCloseTo(each.get("spearman").asDouble(), within(1e-12));
        });
    }

    @Test
    void more_hits_than_there_are_relevant_rows_are_a_mistake() {
        assertThatThrownBy(() -> RankingScore.of(new boolean[] {true, true}, 1, 2))
                .hasMessageContainingAll("2 relevant rows", "there are 1");
        assertThatThrownBy(() -> RankingScore.of(new boolean[] {true}, 1, 0)).hasMessageContaining("k of 1 or more");
    }
}
