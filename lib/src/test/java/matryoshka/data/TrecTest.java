package matryoshka.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrecTest {
    @Test
    void a_line_gives_a_question_and_its_coarse_or_fine_class() {
        List<String> lines = List.of("LOC:city Where is it : here ?", "NUM:date When ?");
        assertThat(Trec.parse(lines, false).classes()).containsExactly("LOC", "NUM");
        assertThat(Trec.parse(lines, true).classes()).containsExactly("LOC:city", "NUM:date");
        assertThat(Trec.parse(lines, true).texts()).containsExactly("Where is it : here ?", "When ?");
    }

    @Test
    void what_is_not_fetched_or_damaged_says_how_to_fetch_it(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> Trec.load(folder, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("TREC is not fetched", "run environment/matryoshka datasets fetch trec");
        Files.writeString(folder.resolve("question_labels.txt"), "LOC:city Where ?\n");
        assertThatThrownBy(() -> Trec.load(folder, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("question_labels.txt", "SHA-256", "fetch trec again");
    }
}
