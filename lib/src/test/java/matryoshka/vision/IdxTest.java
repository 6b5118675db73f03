package matryoshka.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import matryoshka.ByteMutation;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

class IdxTest {
    private static final String SOURCE = "toys-images-idx3-ubyte.gz";
    private static final byte[] SOUND = IdxFile.plain(new byte[2 * 3 * 4], 2, 3, 4);

    @Property(tries = 50, seed = "7")
    void what_was_written_is_read(
            @ForAll @IntRange(min = 1, max = 5) int n,
            @ForAll @IntRange(min = 1, max = 9) int height,
            @ForAll @IntRange(min = 1, max = 9) int width,
            @ForAll byte first) {
        byte[] pixels = new byte[n * height * width];
        for (int i = 0; i < pixels.length; i++) pixels[i] = (byte) (first + i);
        Idx read = Idx.read(SOURCE, IdxFile.gzip(IdxFile.plain(pixels, n, height, width)), 3);
        assertThat(read.shape()).containsExactly(n, height, width);
        assertThat(read.bytes()).isEqualTo(pixels);
    }

    private static void refused(byte[] gzipped, String... told) {
        assertThatThrownBy(() -> Idx.read(SOURCE, gzipped, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(SOURCE + ": ")
                .hasMessageContainingAll(told)
                .hasMessageContaining("fetch or write the file again");
    }

    @Example
    void a_file_of_another_form_is_refused() {
        refused(SOUND, "no whole gzip file");
        refused(new byte[0], "no whole gzip file");
        refused(IdxFile.gzip(IdxFile.plain(new byte[4], 4)), "rank 3", "[0, 0, 8, 1]");
        refused(IdxFile.gzip(new byte[0]), "got []");
        refused(IdxFile.gzip(Arrays.copyOf(SOUND, 9)), "ends within its header");
        byte[] whole = IdxFile.gzip(SOUND);
        refused(Arrays.copyOf(whole, whole.length - 9), "no whole gzip file");
    }

    @Example
    void a_header_that_promises_other_sizes_is_refused_before_they_are_allocated() {
        refused(IdxFile.gzip(IdxFile.plain(new byte[24], 2, 3, 5)), "shorter than the 30 bytes");
        refused(IdxFile.gzip(IdxFile.plain(new byte[24], 2_000_000_000, 1, 1)), "shorter than the 2000000000 bytes");
        refused(IdxFile.gzip(IdxFile.plain(new byte[24], 1 << 20, 1 << 20, 1 << 20)), "more than an array");
        refused(IdxFile.gzip(IdxFile.plain(new byte[24], -2, -3, 4)), "each must be 1 or more");
        refused(IdxFile.gzip(IdxFile.plain(new byte[24], 0, 3, 4)), "each must be 1 or more");
        refused(IdxFile.gzip(IdxFile.plain(new byte[25], 2, 3, 4)), "goes on after the 24 bytes");
    }

    @Provide
    Arbitrary<List<ByteMutation>> mutations() {
        return ByteMutation.lists();
    }

    @Property(tries = 5_000, seed = "20260110")
    void mutated_content_is_read_or_refused(@ForAll("mutations") List<ByteMutation> mutations) {
        readOrRefused(IdxFile.gzip(ByteMutation.all(SOUND, mutations)), 10);
    }

    @Property(tries = 5_000, seed = "20260111")
    void a_mutated_gzip_file_is_read_or_refused(@ForAll("mutations") List<ByteMutation> mutations) {
        readOrRefused(ByteMutation.all(IdxFile.gzip(SOUND), mutations), 1);
    }

    /** At least {@code read} % of the tries must be read, and half of them refused. */
    private static void readOrRefused(byte[] gzipped, double read) {
        boolean whole = true;
        try {
            assertThat(Idx.read(SOURCE, gzipped, 3).bytes()).hasSizeLessThan(SOUND.length);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining(SOURCE);
            whole = false;
        }
        Statistics.label("outcome").collect(whole ? "read" : "refused").coverage(coverage -> {
            coverage.check("read").percentage(p -> p > read);
            coverage.check("refused").percentage(p -> p > 30);
        });
    }
}
