package matryoshka.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What scikit-learn and SciPy say of random cases; metrics.py beside the files wrote them. */
final class Fixtures {
    private Fixtures() {}

    static Stream<JsonNode> cases(String file) throws IOException {
        try (InputStream in = Fixtures.class.getResourceAsStream(file)) {
            JsonNode cases = new ObjectMapper().readTree(in).get("cases");
            return StreamSupport.stream(cases.spliterator(), false);
        }
    }

    static int[] ints(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToInt(JsonNode::intValue)
                .toArray();
    }
}
