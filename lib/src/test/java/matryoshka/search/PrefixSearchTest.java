package matryoshka.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PrefixSearchTest {
    @Provide
    Arbitrary<SearchCase> cases() {
        return SearchCase.any(
                SearchCase.Values.GAUSSIAN, SearchCase.Values.FEW_DISTINCT, SearchCase.Values.NEARLY_EQUAL);
    }

    @Property(tries = 300, seed = "42")
    void one_pass_finds_at_every_dim_what_truncate_normalise_search_finds(@ForAll("cases") SearchCase given) {
        assertSameAsDimByDim(given.database(), given.queries(), given.k());
    }

    @Property(tries = 100, seed = "42")
    void embeddings_of_unit_length_are_searched_as_they_are(@ForAll("cases") SearchCase given) {
        assertSameAsDimByDim(given.database().normalize(), given.queries().normalize(), given.k());
    }

    @Test
    void many_queries_in_many_blocks_keep_their_order() {
        SplittableRandom random = new SplittableRandom(42);
        float[] values = new float[1500 * 24];
        for (int i = 0; i < values.length; i++) values[i] = (float) random.nextGaussian();
        Embeddings rows = Embeddings.of(values, 1500, 24);

        for (List<SearchResult> atDim :
                PrefixSearch.of(rows, NestingDims.of(6, 24)).searchAll(rows, 1))
            for (int q = 0; q < atDim.size(); q++)
                assertThat(atDim.get(q).nearest()).isEqualTo(new Neighbor(q, 0));
    }

    @Test
    void rows_that_were_cut_after_they_were_normalised_are_brought_to_unit_length_again() {
        Embeddings units =
                Embeddings.of(new float[] {1, 2, 3, -4, 5, 6, 7, -8, 9}, 3, 3).normalize();
        assertSameAsDimByDim(units.truncate(2), units.truncate(2).normalize(), 3);
    }

    @Test
    void dims_beyond_the_embeddings_are_refused() {
        Embeddings rows = Embeddings.of(new float[] {1, 2, 3, 4}, 2, 2);
        assertThatThrownBy(() -> PrefixSearch.of(rows, NestingDims.of(1, 2, 4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("4 dims", "have 2");
        assertThatThrownBy(
                        () -> PrefixSearch.of(rows, NestingDims.of(1)).searchAll(Embeddings.of(new float[3], 1, 3), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("truncate both");
    }

    private static void assertSameAsDimByDim(Embeddings database, Embeddings queries, int k) {
        NestingDims dims = NestingDims.doubling(1, database.dimension());
        List<List<SearchResult>> results = PrefixSearch.of(database, dims).searchAll(queries, k);
        assertThat(results).hasSize(dims.size());
        for (int d = 0; d < dims.size(); d++) {
            int dim = dims.dims().get(d);
            BruteForceIndex atDim = BruteForceIndex.of(database.truncate(dim).normalize());
            assertThat(results.get(d))
                    .isEqualTo(atDim.searchAll(queries.truncate(dim).normalize(), k));
        }
    }

    /** So many dims that rows are ruled out on the way, near clusters so that they are. */
    @Property(tries = 20, seed = "42")
    void rows_ruled_out_on_the_way_change_nothing(@ForAll long seed, @ForAll boolean isUnit) {
        SplittableRandom random = new SplittableRandom(seed);
        int dim = random.nextInt(130, 420), rows = 700;
        float[] centres = new float[20 * dim], values = new float[rows * dim], asked = new float[40 * dim];
        for (int i = 0; i < centres.length; i++) centres[i] = (float) random.nextGaussian();
        fill(values, centres, dim, random);
        fill(asked, centres, dim, random);
        Embeddings database = Embeddings.of(values, rows, dim), queries = Embeddings.of(asked, 40, dim);
        if (isUnit) {
            database = database.normalize();
            queries = queries.normalize();
        }
        SearchCase given = new SearchCase(database, queries, 5);
        List<SearchResult> found = BruteForceIndex.of(database).searchAll(queries, 5);
        for (int q = 0; q < 40; q++) assertThat(found.get(q).neighbors()).isEqualTo(given.nearest(q));
        NestingDims dims = NestingDims.of(8, dim / 4, dim / 3, dim / 2, dim);
        List<List<SearchResult>> everywhere = PrefixSearch.of(database, dims).searchAll(queries, 5);
        for (int d = 0; d < dims.size(); d++) {
            int at = dims.dims().get(d);
            List<SearchResult> alone = BruteForceIndex.of(database.prefix(at).normalize())
                    .searchAll(queries.prefix(at).normalize(), 5);
            for (int q = 0; q < 40; q++)
                assertThat(everywhere.get(d).get(q).neighbors())
                        .isEqualTo(alone.get(q).neighbors());
        }
    }

    private static void fill(float[] values, float[] centres, int dim, SplittableRandom random) {
        for (int row = 0; row < values.length / dim; row++) {
            int centre = random.nextInt(20) * dim;
            for (int i = 0; i < dim; i++)
                values[row * dim + i] = centres[centre + i] + (float) (0.3 * random.nextGaussian());
        }
    }
}
