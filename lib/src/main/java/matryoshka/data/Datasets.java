package matryoshka.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** Where data comes from: named sets and files of one's own. */
public final class Datasets {
    private static final String WORDNET_LICENCE = "WordNet licence (permissive)";
    private static final String TREC_LICENCE = "none stated: fetched on your machine, not shipped";
    private static final List<FetchedSet> FETCHED = List.of(Trec.SET, StsBenchmark.SET);
    static final String FETCH = "datasets fetch";
    private static final int DEFAULT_HYPONYMS = 40;

    private Datasets() {}

    /** The named sets, in the order to show them. */
    public static List<NamedDataset> named() {
        return List.of(
                new NamedDataset(
                        "wordnet-supersenses",
                        "117,791 glosses of WordNet 3.1 in 45 broad meanings such as noun.animal",
                        WORDNET_LICENCE,
                        Datasets::wordNetSupersenses),
                new NamedDataset(
                        "wordnet-hypernyms",
                        "12,996 noun glosses of WordNet 3.1 in 142 narrow meanings such as fruit tree",
                        WORDNET_LICENCE,
                        () -> wordNetHypernyms(DEFAULT_HYPONYMS)),
                new NamedDataset(
                        "reviews",
                        "112 short reviews written for this project: awful, bad, good, great",
                        "Apache-2.0",
                        Datasets::reviews),
                new NamedDataset(
                        "trec-coarse",
                        "5,452 questions of TREC in 6 kinds of answer such as LOC",
                        TREC_LICENCE,
                        () -> trec(false)),
                new NamedDataset(
                        "trec-fine",
                        "5,452 questions of TREC in 50 kinds of answer such as LOC:city",
                        TREC_LICENCE,
                        () -> trec(true)));
    }

    /**
     * Loads a named set.
     *
     * @throws IllegalArgumentException if no set has that name; the message lists those there are
     */
    public static TextDataset byName(String name) {
        List<String> names = named().stream().map(NamedDataset::name).toList();
        return named().stream()
                .filter(set -> set.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no dataset is named " + Names.quote(name) + "; "
                        + Names.didYouMean(name, names) + "There are " + Names.list(names)))
                .load();
    }

    /** The texts and labels of two columns of a CSV file; see {@link CsvFile} for the format and the errors. */
    public static TextDataset csv(Path file, String textColumn, String labelColumn) {
        return CsvFile.read(file).dataset(textColumn, labelColumn);
    }

    /** WordNet 3.1: 117,791 glosses without their examples, labelled by their 45 lexicographer files. */
    public static TextDataset wordNetSupersenses() {
        return WordNet.load().supersenses();
    }

    /**
     * WordNet 3.1: noun glosses labelled by their direct hypernym, for the hypernyms with {@code minHyponyms} or more:
     * 142 classes and 12,996 glosses at 40, 507 classes at 20.
     */
    public static TextDataset wordNetHypernyms(int minHyponyms) {
        return WordNet.load().hypernyms(minHyponyms).glosses();
    }

    /**
     * WordNet 3.1: the example sentences of the synsets of {@link #wordNetHypernyms}, one a row, with the same list of
     * classes: texts of the same meanings in another style, to see how a model trained on glosses bears the change. At
     * 40: 1,278 sentences; 52 of the 142 classes have none.
     */
    public static TextDataset wordNetHypernymExamples(int minHyponyms) {
        return WordNet.load().hypernyms(minHyponyms).examples();
    }

    /**
     * The superclass of every class of {@link #wordNetHypernyms}: the lexicographer file of the hypernym, such as
     * {@code noun.animal}; 18 of them at 40.
     */
    public static Superclasses wordNetHypernymSuperclasses(int minHyponyms) {
        return WordNet.load().hypernyms(minHyponyms).superclasses();
    }

    /** WordNet 3.1: every lemma of every synset with the synset's gloss; columns {@code lemma} and {@code gloss}. */
    public static TextPairs wordNetPairs() {
        return WordNet.load().pairs();
    }

    /** Short reviews written for this project, in four classes from awful to great. */
    public static TextDataset reviews() {
        try (InputStream in = Datasets.class.getResourceAsStream("reviews.csv")) {
            if (in == null)
                throw new IllegalArgumentException(
                        "reviews.csv is not on the class path: build the library again with environment/test");
            return CsvText.parse("reviews", Utf8File.decode("reviews.csv", in.readAllBytes()))
                    .dataset(TextDataset.TEXT, TextDataset.LABEL);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read reviews.csv from the class path", e);
        }
    }

    /**
     * TREC's 5,452 training questions in 6 coarse or 50 fine classes.
     *
     * @throws IllegalArgumentException if they are not in the {@link DataCache}, which {@link #fetch} fills
     */
    public static TextDataset trec(boolean fine) {
        return Trec.load(Trec.SET.folder(), fine);
    }

    /**
     * STS Benchmark's official parts: 5,749, 1,500 and 1,379 pairs of sentences, their scores from 0 to 5 mapped onto 0
     * to 1; columns {@code sentence1} and {@code sentence2}.
     *
     * @throws IllegalArgumentException if they are not in the {@link DataCache}, which {@link #fetch} fills
     */
    public static Split<GradedPairs> stsBenchmark() {
        return StsBenchmark.load(StsBenchmark.SET.folder());
    }

    /**
     * Fetches {@code trec} or {@code sts-b} by pip into the {@link DataCache}, unless it is there already; needs
     * {@code python3} with pip and a network.
     *
     * @return the folder of its files
     * @throws IllegalArgumentException if no set of that name needs fetching
     * @throws IllegalStateException if pip fails, with the end of what it said
     */
    public static Path fetch(String name) {
        return FetchedSet.named(name, FETCHED).fetch();
    }

    /** The sets that {@link #fetch} fetches. */
    public static List<FetchedSet> fetched() {
        return FETCHED;
    }
}
