package matryoshka.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFolderTest {
    private static final String DEAD_RUN = "-999999999-1-00000000-0000-0000-0000-000000000000";

    @TempDir
    Path parent;

    private Path folder;

    @BeforeEach
    void write_a_model() throws IOException {
        folder = parent.resolve("model");
        write("first");
    }

    private void write(String weights) throws IOException {
        ModelFolder.write(folder, temporary -> {
            Files.writeString(temporary.resolve("weights.bin"), weights);
            Files.writeString(Files.createDirectory(temporary.resolve("sub")).resolve("vocab ü.txt"), "[CLS]\n");
            Files.createFile(temporary.resolve("empty"));
        });
    }

    private List<Path> inParent() throws IOException {
        try (var paths = Files.list(parent)) {
            return paths.toList();
        }
    }

    @Test
    void a_written_folder_verifies_and_nothing_else_is_left() throws IOException {
        assertThatCode(() -> ModelFolder.verify(folder)).doesNotThrowAnyException();
        assertThat(inParent()).containsExactly(folder);
    }

    @Test
    void the_sums_are_those_of_sha256sum_sorted_by_name() throws IOException {
        assertThat(Files.readString(folder.resolve("SHA256SUMS"))).isEqualTo("""
                        e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  empty
                        c4b706c97fc09493420d2a998b6fb6c0e6b36327451233b1cb39c873be5df76c  sub/vocab ü.txt
                        a7937b64b8caa58f03721bb6bacf5c78cb235febe0e70b1b84cd99541461a08e  weights.bin
                        """);
    }

    @Test
    void every_changed_byte_of_every_file_is_detected() throws IOException {
        for (String name : List.of("weights.bin", "sub/vocab ü.txt", "SHA256SUMS")) {
            Path file = folder.resolve(name);
            byte[] sound = Files.readAllBytes(file);
            for (int bit = 0; bit < sound.length * 8; bit++) {
                byte[] flipped = sound.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                Files.write(file, flipped);
                assertThatThrownBy(() -> ModelFolder.verify(folder))
                        .as("bit %d of %s", bit, name)
                        .isInstanceOf(ModelFormatException.class);
            }
            Files.write(file, sound);
        }
        ModelFolder.verify(folder);
    }

    @Test
    void every_truncation_of_every_file_is_detected() throws IOException {
        for (String name : List.of("weights.bin", "sub/vocab ü.txt", "SHA256SUMS")) {
            Path file = folder.resolve(name);
            byte[] sound = Files.readAllBytes(file);
            for (int length = 0; length < sound.length; length++) {
                Files.write(file, Arrays.copyOf(sound, length));
                assertThatThrownBy(() -> ModelFolder.verify(folder)).isInstanceOf(ModelFormatException.class);
            }
            Files.write(file, sound);
        }
    }

    @Test
    void damage_is_reported_with_the_file_and_both_sums() throws IOException {
        Files.writeString(folder.resolve("weights.bin"), "fjrst");

        assertThatThrownBy(() -> ModelFolder.verify(folder))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("weights.bin", "damaged", "expected a7937b64", "copy the folder again");
    }

    @Test
    void missing_and_foreign_files_are_named() throws IOException {
        Files.delete(folder.resolve("empty"));
        assertThatThrownBy(() -> ModelFolder.verify(folder)).hasMessageContainingAll("empty", "is missing");

        Files.createFile(folder.resolve("empty"));
        Files.createFile(folder.resolve("sub/notes"));
        assertThatThrownBy(() -> ModelFolder.verify(folder)).hasMessageContainingAll("notes", "is foreign");
    }

    @Test
    void a_folder_without_sums_or_none_at_all_is_no_model() throws IOException {
        Files.delete(folder.resolve("SHA256SUMS"));
        assertThatThrownBy(() -> ModelFolder.verify(folder))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("SHA256SUMS", "no such file");
        assertThatThrownBy(() -> ModelFolder.verify(parent.resolve("nowhere/model")))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("nowhere", "no such folder");
    }

    @Test
    void a_new_version_replaces_the_old_one_whole() throws IOException {
        Files.delete(folder.resolve("empty")); // damaged models may be replaced too
        write("second");

        ModelFolder.verify(folder);
        assertThat(folder.resolve("weights.bin")).hasContent("second");
        assertThat(inParent()).containsExactly(folder);
    }

    @Test
    void a_filler_that_fails_leaves_the_old_version_and_nothing_else() throws IOException {
        assertThatThrownBy(() -> ModelFolder.write(folder, temporary -> {
                    Files.writeString(temporary.resolve("weights.bin"), "half");
                    throw new IOException("disk full");
                }))
                .hasMessage("disk full");
        assertThatThrownBy(() -> ModelFolder.write(folder, temporary -> {})).hasMessageContaining("no file");

        ModelFolder.verify(folder);
        assertThat(folder.resolve("weights.bin")).hasContent("first");
        assertThat(inParent()).containsExactly(folder);
    }

    @Test
    void a_run_killed_while_filling_leaves_no_folder_that_verifies_and_the_next_write_cleans_up() throws IOException {
        Path left = Files.createDirectory(parent.resolve(".model.tmp" + DEAD_RUN));
        Files.writeString(left.resolve("weights.bin"), "half");
        assertThatThrownBy(() -> ModelFolder.verify(left)).isInstanceOf(ModelFormatException.class);
        ModelFolder.verify(folder);

        write("second");
        assertThat(inParent()).containsExactly(folder);
    }

    @Test
    void a_run_killed_between_its_two_renames_leaves_the_old_version_where_the_message_says() throws IOException {
        Path old = parent.resolve(".model.old" + DEAD_RUN);
        Files.move(folder, old);
        assertThatThrownBy(() -> ModelFolder.verify(folder)).hasMessageContainingAll(old.toString(), "rename that");

        assertThatThrownBy(() -> ModelFolder.write(folder, temporary -> {
                    throw new IOException("disk full");
                }))
                .hasMessage("disk full");
        ModelFolder.verify(folder); // put back
        assertThat(inParent()).containsExactly(folder);
    }

    @Test
    void a_write_inside_a_write_leaves_the_other_alone() throws IOException {
        ModelFolder.write(folder, outer -> {
            Files.writeString(outer.resolve("weights.bin"), "outer");
            write("inner");
            assertThat(outer.resolve("weights.bin")).hasContent("outer");
        });

        ModelFolder.verify(folder);
        assertThat(folder.resolve("weights.bin")).hasContent("outer");
    }

    @Test
    void folders_with_files_of_the_user_are_never_replaced() throws IOException {
        Path home = Files.createDirectory(parent.resolve("home"));
        Files.writeString(home.resolve("thesis.tex"), "years of work");
        Files.writeString(folder.resolve("notes.txt"), "lr 3e-5 was best");

        for (Path precious : List.of(home, folder, home.resolve("thesis.tex")))
            assertThatThrownBy(() -> ModelFolder.write(precious, t -> Files.createFile(t.resolve("weights.bin"))))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageContaining(precious.toString());
        assertThat(home.resolve("thesis.tex")).hasContent("years of work");
        assertThat(folder.resolve("notes.txt")).exists();
    }

    @Test
    void an_empty_folder_may_be_filled_and_parents_are_made() throws IOException {
        for (Path target : List.of(Files.createDirectory(parent.resolve("fresh")), parent.resolve("a/b/model"))) {
            ModelFolder.write(target, temporary -> Files.writeString(temporary.resolve("weights.bin"), "x"));
            ModelFolder.verify(target);
        }
    }

    @Test
    void file_names_that_the_sums_cannot_hold_are_refused() {
        assertThatThrownBy(() -> ModelFolder.write(folder, t -> Files.createFile(t.resolve("a\nb"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line break");
    }
}
