package matryoshka.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunnelTest {
    /** The paper's database: ImageNet-1K's training images. */
    private static final long IMAGES = 1_281_167;

    private static final Funnel FROM_16 = Funnel.adaptive(16, 200, 32)
            .then(100, 64)
            .then(50, 128)
            .then(25, 256)
            .then(10, 2048);
    private static final Funnel FROM_8 = Funnel.adaptive(8, 800, 16)
            .then(400, 32)
            .then(200, 64)
            .then(50, 128)
            .then(10, 2048);

    @Test
    void adaptive_retrieval_and_funnels_cost_what_the_paper_counts() {
        assertThat(SearchCost.of(IMAGES, 2048).megaFlops()).isCloseTo(2624, within(0.5));
        assertThat(Funnel.adaptive(16, 200, 2048).cost(IMAGES).megaFlops()).isCloseTo(20.91, within(0.005));
        assertThat(FROM_16.cost(IMAGES).megaFlops()).isCloseTo(20.54, within(0.005));
        assertThat(FROM_8.cost(IMAGES).numbers())
                .isEqualTo(IMAGES * 8 + 800 * 16 + 400 * 32 + 200 * 64 + 50 * 128 + 10 * 2048);
    }

    /** D_s and D_r of the paper's table of adaptive retrieval with lists of 200, and its millions of operations. */
    @ParameterizedTest
    @CsvSource({"8, 16, 10.25", "8, 2048, 10.66", "16, 32, 20.51", "32, 64, 41.01", "64, 2048, 82.40"})
    void shortlists_of_200(int shortlist, int rerank, double megaFlops) {
        assertThat(Funnel.adaptive(shortlist, 200, rerank).cost(IMAGES).megaFlops())
                .isCloseTo(megaFlops, within(0.005));
    }

    @Test
    void a_stage_takes_more_dims_and_not_more_rows() {
        assertThatThrownBy(() -> Funnel.adaptive(16, 200, 16)).hasMessageContainingAll("more dims", "16 dims, then");
        assertThatThrownBy(() -> Funnel.adaptive(16, 200, 32).then(300, 64)).hasMessageContaining("not more rows");
        assertThatThrownBy(() -> Funnel.adaptive(0, 200, 32)).hasMessageContaining("1 or more dims, got 0");
        assertThatThrownBy(() -> Funnel.adaptive(16, 0, 32)).hasMessageContaining("got 0 at 32");
        assertThatThrownBy(() -> new Funnel(16, List.of())).hasMessageContaining("got none");
    }
}
