package matryoshka.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import matryoshka.Printed;
import org.junit.jupiter.api.Test;

class EncodersCommandTest {
    @Test
    void every_built_in_encoder_is_listed_with_licence_dims_and_size() {
        String table = Printed.onOut(() -> Main.commandLine().execute("encoders"));
        assertThat(table.lines().map(line -> line.replaceAll("[\\s│|]+", " ").strip()))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("minilm-l6 sentence-transformers/all-MiniLM-L6-v2 Apache-2.0 384 6 22.6 million"))
                .anySatisfy(
                        line -> assertThat(line).startsWith("bge-small BAAI/bge-small-en-v1.5 MIT 384 12 33.2 million"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("bert-base-uncased google-bert/bert-base-uncased Apache-2.0 768 12 109.5 million"));
    }

    @Test
    void what_comes_with_the_library_needs_no_fetching_and_what_is_unknown_is_named() {
        assertThat(Printed.onOut(() -> Main.commandLine().execute("encoders", "fetch", "minilm-l6")))
                .contains("minilm-l6 comes with the library");
        StringWriter errors = new StringWriter();
        int code = Main.commandLine().setErr(new PrintWriter(errors, true)).execute("encoders", "fetch", "gpt");
        assertThat(code).isEqualTo(1);
        assertThat(errors.toString()).contains("no encoder \"gpt\"", "minilm-l6, bge-small, bert-base-uncased");
    }
}
