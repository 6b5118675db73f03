package matryoshka.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The noun synsets whose direct hypernym has many hyponyms; the hypernyms are their classes. */
final class Hypernyms {
    private final List<Synset> classes;
    private final Map<String, String> names; // of the classes by key
    private final List<Synset> members;

    private Hypernyms(List<Synset> classes, List<Synset> nouns) {
        this.classes = classes;
        this.names = uniqueNames(classes);
        this.members = nouns.stream()
                .filter(synset -> names.containsKey(synset.hypernym()))
                .toList();
    }

    static Hypernyms of(List<Synset> synsets, int minHyponyms) {
        if (minHyponyms < 2)
            throw new IllegalArgumentException("a hypernym class needs 2 hyponyms or more, got " + minHyponyms);
        List<Synset> nouns = synsets.stream()
                .filter(synset -> synset.isNoun() && !synset.hypernym().isEmpty())
                .toList();
        Map<String, Long> hyponyms =
                nouns.stream().collect(Collectors.groupingBy(Synset::hypernym, Collectors.counting()));
        List<Synset> classes = synsets.stream()
                .filter(synset -> hyponyms.getOrDefault(synset.key(), 0L) >= minHyponyms)
                .toList();
        if (classes.isEmpty())
            throw new IllegalArgumentException(
                    "no hypernym has " + minHyponyms + " hyponyms: ask for fewer, such as 40");
        return new Hypernyms(classes, nouns);
    }

    TextDataset glosses() {
        return WordNet.labelled(
                "wordnet-hypernyms",
                members.stream().map(Synset::gloss).toList(),
                members.stream().map(this::name).toList());
    }

    /** The examples of the members with the classes of {@link #glosses}, though some may have no example. */
    TextDataset examples() {
        List<String> texts = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        for (Synset member : members)
            for (String example : member.examples()) {
                texts.add(example);
                labels.add(name(member));
            }
        return WordNet.labelled("wordnet-hypernym-examples", texts, labels)
                .withClasses(names.values().stream().sorted().toList());
    }

    private String name(Synset member) {
        return names.get(member.hypernym());
    }

    /** The lexicographer file of every class. */
    Superclasses superclasses() {
        SortedMap<String, String> files = new TreeMap<>();
        for (Synset each : classes) files.put(names.get(each.key()), each.file());
        return new Superclasses(files);
    }

    /** By key: the first lemma; where several share it, with the lexicographer file; if need be, with the key too. */
    static Map<String, String> uniqueNames(List<Synset> classes) {
        Map<String, Long> lemmas =
                classes.stream().collect(Collectors.groupingBy(Synset::lemma, Collectors.counting()));
        Map<String, Long> longer =
                classes.stream().collect(Collectors.groupingBy(Hypernyms::withFile, Collectors.counting()));
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
}
