package matryoshka.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailuresTest {
    @TempDir
    Path folder;

    @Test
    void a_missing_file_is_called_missing() {
        Throwable error = catchThrowable(() -> Files.readString(folder.resolve("none.txt")));
        assertThat(Failures.message(error)).contains("none.txt: no such file or folder", "check the path");
    }

    @Test
    void a_file_where_a_folder_must_be_is_said_to_be_in_the_way() throws IOException {
        Path file = Files.createFile(folder.resolve("taken"));
        Throwable error = catchThrowable(() -> Files.createDirectories(file));
        assertThat(Failures.message(error)).contains("taken: is there already");
    }

    @Test
    void what_was_being_done_is_kept_with_its_cause() {
        Throwable error = new UncheckedIOException("cannot fetch it: name another folder", (IOException)
                catchThrowable(() -> Files.readString(folder.resolve("none.txt"))));
        assertThat(Failures.message(error))
                .startsWith("cannot fetch it: name another folder (")
                .contains("none.txt: no such");
    }

    @Test
    void a_wrapper_without_words_of_its_own_is_left_out() {
        assertThat(Failures.message(new UncheckedIOException(new IOException("disk full"))))
                .isEqualTo("disk full");
    }

    @Test
    void a_full_heap_is_told_from_memory_beside_it() {
        assertThatThrownBy(() -> {
                    long[] all = new long[Integer.MAX_VALUE - 8];
                    long[] more = new long[all.length];
                })
                .isInstanceOfSatisfying(
                        OutOfMemoryError.class,
                        error -> assertThat(Failures.message(error)).contains("the Java heap is full", "-Xmx"));
        assertThat(Failures.message(new OutOfMemoryError("Cannot allocate new FloatPointer(9)")))
                .contains("FloatPointer(9)", "outside the Java heap");
    }
}
