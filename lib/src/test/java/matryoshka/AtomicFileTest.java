package matryoshka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path folder;

    @Test
    void a_failure_half_way_leaves_the_old_file_and_no_other() throws IOException {
        Path file = folder.resolve("report.csv");
        Files.writeString(file, "old");

        assertThatThrownBy(() -> AtomicFile.write(file, out -> {
                    out.write("half".getBytes());
                    throw new IOException("disk full");
                }))
                .hasMessage("disk full");

        assertThat(file).hasContent("old");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void nothing_is_at_the_target_before_the_content_is_whole_and_missing_folders_are_made() throws IOException {
        Path file = folder.resolve("a/b/report.csv");
        AtomicFile.write(file, out -> {
            out.write("new".getBytes());
            assertThat(file).doesNotExist();
        });
        assertThat(file).hasContent("new");
    }
}
