package matryoshka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NestingDimsTest {
    @ParameterizedTest
    @CsvSource({"1, 8", "8, 8", "11, 8", "12, 16", "13, 16", "16, 16", "17, 16", "39, 16", "40, 64", "65, 64", "999, 64"
    })
    void the_nearest_dim_is_the_larger_of_two_as_near(int dim, int nearest) {
        assertThat(NestingDims.of(8, 16, 64).nearest(dim)).isEqualTo(nearest);
    }
}
