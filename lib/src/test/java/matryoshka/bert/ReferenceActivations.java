package matryoshka.bert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;

/**
 * What the transformers library computes of a text: hidden state [L, H] in parts, its mean [H], and, of some models,
 * the pooler's output [H].
 */
record ReferenceActivations(
        String text, int[] ids, float[][] head, float[] first, float[] last, float[] mean, float[] pooler) {
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record File(List<ReferenceActivations> sentences) {}

    static List<ReferenceActivations> read(String resource) throws IOException {
        try (var in = ReferenceActivations.class.getResourceAsStream(resource)) {
            return new ObjectMapper().readValue(in, File.class).sentences();
        }
    }

    /** Checks a text's rows of a hidden state, the first of which is row {@code at}. */
    void assertHidden(float[][] hidden, int at, double tolerance) {
        for (int t = 0; t < ids.length; t++) assertClose(head[t], hidden[at + t], tolerance, text + " token " + t);
        assertClose(first, hidden[at], tolerance, text + " first");
        assertClose(last, hidden[at + ids.length - 1], tolerance, text + " last");
    }

    /** The numbers of {@code expected}, which may be fewer than {@code actual} has. */
    static void assertClose(float[] expected, float[] actual, double tolerance, String what) {
        for (int i = 0; i < expected.length; i++)
            assertThat((double) actual[i]).as("%s, number %d", what, i).isCloseTo(expected[i], within(tolerance));
    }
}
