package matryoshka.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import matryoshka.encoder.ModelFormatException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRecordTest {
    @TempDir
    Path folder;

    @Test
    void a_record_reads_back_equal_in_the_order_it_was_made() throws IOException {
        RunRecord record = RunRecord.begin()
                .with("seed", 7L)
                .with("large seed", Long.MIN_VALUE)
                .with("rate", 1e-4f)
                .with("dims", new int[] {8, 16})
                .with("accuracy", Map.of("8", 0.5))
                .with("data", List.of("wordnet", true));
        Path file = folder.resolve("run.json");
        record.write(file);
        RunRecord same = RunRecord.read(file);

        assertThat(same).isEqualTo(record);
        assertThat(same.entries().keySet())
                .containsExactly("started", "versions", "seed", "large seed", "rate", "dims", "accuracy", "data");
        assertThat(same.entries()).containsEntry("large seed", Long.MIN_VALUE).containsEntry("dims", List.of(8, 16));
        assertThat(same.entries().get("versions"))
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("nd4j", "1.0.0-M2.1")
                .containsKeys("java", "backend", "os", "processors");
    }

    @Test
    void adding_leaves_the_record_as_it_was() {
        RunRecord record = new RunRecord(Map.of("a", 1));
        assertThat(record.with("b", 2).entries()).hasSize(2);
        assertThat(record.entries()).hasSize(1);
        assertThatThrownBy(() -> record.entries().put("b", 2)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void what_json_does_not_know_is_refused() {
        RunRecord record = new RunRecord(Map.of());
        assertThatThrownBy(() -> record.with("thread", new Object()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("strings, numbers, booleans, lists and maps");
    }

    @Test
    void a_file_that_is_no_record_is_named() throws IOException {
        Path file = folder.resolve("run.json");
        for (String text : List.of("", "{\"a\":", "[1]", "7")) {
            Files.writeString(file, text);
            assertThatThrownBy(() -> RunRecord.read(file))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageContainingAll("run.json", "no run record");
        }
    }
}
