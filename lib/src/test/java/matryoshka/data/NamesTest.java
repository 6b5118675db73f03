package matryoshka.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;

class NamesTest {
    /** The definition, by recursion. */
    private static int naive(String a, String b) {
        if (a.isEmpty() || b.isEmpty()) return a.length() + b.length();
        int replace = naive(a.substring(1), b.substring(1)) + (a.charAt(0) == b.charAt(0) ? 0 : 1);
        return Math.min(replace, 1 + Math.min(naive(a.substring(1), b), naive(a, b.substring(1))));
    }

    @Property(tries = 200, seed = "7")
    void the_edit_distance_is_that_of_the_definition(
            @ForAll @AlphaChars @StringLength(max = 5) String a, @ForAll @AlphaChars @StringLength(max = 5) String b) {
        assertThat(Names.distance(a, b)).isEqualTo(naive(a, b));
    }

    @Example
    void only_a_name_half_alike_is_suggested() {
        assertThat(Names.didYouMean("Txet", List.of("id", "text"))).isEqualTo("did you mean \"text\"? ");
        assertThat(Names.didYouMean("text", List.of("id", "label"))).isEmpty();
    }

    @Example
    void a_long_list_is_cut() {
        List<String> names = IntStream.range(0, 100).mapToObj(i -> "n" + i).toList();
        assertThat(Names.list(names))
                .startsWith("\"n0\", \"n1\"")
                .contains("(100 in all)")
                .doesNotContain("n12");
    }

    @Example
    void the_checksum_is_the_published_one_of_abc() {
        assertThat(Checksums.sha256("abc".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
