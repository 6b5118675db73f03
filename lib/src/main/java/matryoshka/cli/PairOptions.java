package matryoshka.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import matryoshka.data.CsvFile;
import matryoshka.data.Datasets;
import matryoshka.data.GradedPairs;
import matryoshka.data.ScoreRange;
import matryoshka.data.Split;
import matryoshka.data.TextPairs;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which pairs of texts a command works on. */
final class PairOptions {
    private static final String WORDNET = "wordnet-pairs";
    private static final String STS = "sts-b";
    private static final double TRAIN_SHARE = 0.9;

    @Option(
            names = "--data",
            paramLabel = "FILE.csv|NAME",
            description =
                    "A CSV file (UTF-8, with a header; name its columns by --first and --second), or wordnet-pairs"
                            + " (lemma and gloss), or sts-b (graded).")
    String data;

    @Option(names = "--first", paramLabel = "COL", description = "The column with the first texts.")
    String first;

    @Option(names = "--second", paramLabel = "COL", description = "The column with the second texts.")
    String second;

    @Option(names = "--score", paramLabel = "COL", description = "The column that grades how alike both are.")
    String score;

    @Option(
            names = "--score-range",
            paramLabel = "LOW..HIGH",
            defaultValue = "0..1",
            description = "The grades of the least and of the most alike. Default: ${DEFAULT-VALUE}.")
    String range;

    @Spec(Spec.Target.MIXEE)
    CommandSpec command;

    /** Pairs that belong together, a tenth held out for validation. */
    Split<TextPairs> pairs(long seed) {
        TextPairs all = isNamed(WORDNET)
                ? Datasets.wordNetPairs()
                : csv().pairs(column("--first", first), column("--second", second));
        return all.split(TRAIN_SHARE, 1 - TRAIN_SHARE, seed);
    }

    /** Graded pairs, a tenth held out for validation; of sts-b, its own parts. */
    Split<GradedPairs> graded(long seed) {
        if (isNamed(STS)) return Datasets.stsBenchmark();
        return csv().gradedPairs(
                        column("--first", first), column("--second", second), column("--score", score), range())
                .split(TRAIN_SHARE, 1 - TRAIN_SHARE, seed);
    }

    private boolean isNamed(String name) {
        if (data == null) throw usage("--data is missing: name a CSV file, " + WORDNET + " or " + STS);
        return data.equals(name);
    }

    private CsvFile csv() {
        return CsvFile.read(Path.of(data));
    }

    private String column(String option, String name) {
        if (name == null) throw usage("a CSV file needs " + option + " COL, the name of its column");
        return name;
    }

    private ScoreRange range() {
        String[] ends = range.split("\\.\\.");
        try {
            if (ends.length == 2) return new ScoreRange(Double.parseDouble(ends[0]), Double.parseDouble(ends[1]));
        } catch (NumberFormatException e) {
            // said below
        }
        throw usage("--score-range must be LOW..HIGH, such as 0..5, got \"" + range + "\"");
    }

    /** For a run record: where the pairs came from. */
    Map<String, Object> source() {
        Map<String, Object> source = new LinkedHashMap<>();
        source.put("data", data);
        source.put("first", first);
        source.put("second", second);
        source.put("score", score);
        source.put("score_range", range);
        return source;
    }

    /** The same source as a run record tells, where nothing else was asked for. */
    void take(Map<?, ?> source) {
        if (data != null) return;
        data = (String) source.get("data");
        first = (String) source.get("first");
        second = (String) source.get("second");
        score = (String) source.get("score");
        range = (String) source.get("score_range");
    }

    private ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
