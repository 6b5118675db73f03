package matryoshka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import matryoshka.encoder.ModelFormatException;
import net.jqwik.api.statistics.Statistics;

/** What a reader may do with damaged bytes: read them, or refuse them by an error that names where they came from. */
public final class Fuzz {
    private Fuzz() {}

    /** What is tried. */
    public interface Reading {
        void read() throws IOException;
    }

    /** One try of a property, of whose tries at least these percentages must be read and refused. */
    public static void readOrRefused(String source, double read, double refused, Reading reading) throws IOException {
        boolean whole = true;
        try {
            reading.read();
        } catch (ModelFormatException e) {
            assertThat(e).hasMessageContaining(source);
            whole = false;
        }
        Statistics.label("outcome").collect(whole ? "read" : "refused").coverage(coverage -> {
            coverage.check("read").percentage(p -> p > read);
            coverage.check("refused").percentage(p -> p > refused);
        });
    }
}
