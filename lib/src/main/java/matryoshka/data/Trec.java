package matryoshka.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The 5,452 training questions of TREC (Li and Roth 2002), a line each: {@code COARSE:fine question}. The file holds
 * parts of them twice before the official list begins.
 */
final class Trec {
    static final String FETCH = "run environment/matryoshka datasets fetch trec";
    static final String SHA256 = "81826c6cb4fd1cd35e83eaeb6ede61d948abf20af48874ae0f4d33c17139c898";
    private static final int REPEATED_LINES = 10_000;

    private Trec() {}

    static Path file() {
        return DataCache.folder().resolve("trec").resolve("question_labels.txt");
    }

    static TextDataset load(Path file, boolean fine) {
        if (!Files.exists(file))
            throw new IllegalArgumentException("TREC is not fetched yet (no " + file + "): " + FETCH);
        try {
            byte[] bytes = Files.readAllBytes(file);
            Checksums.verify(file.toString(), bytes, SHA256, FETCH + " again");
            List<String> lines = new String(bytes, StandardCharsets.UTF_8)
                    .lines()
                    .skip(REPEATED_LINES)
                    .toList();
            return parse(lines, fine);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    static TextDataset parse(List<String> lines, boolean fine) {
        List<String> questions = new ArrayList<>(lines.size());
        List<String> labels = new ArrayList<>(lines.size());
        for (String line : lines) {
            int blank = line.indexOf(' ');
            questions.add(line.substring(blank + 1).strip());
            labels.add(line.substring(0, fine ? blank : line.indexOf(':')));
        }
        String name = fine ? "trec-fine" : "trec-coarse";
        Table table = Table.create(
                name, StringColumn.create(TextDataset.TEXT, questions), StringColumn.create(TextDataset.LABEL, labels));
        return TextDataset.of(name, table, TextDataset.TEXT, TextDataset.LABEL);
    }
}
