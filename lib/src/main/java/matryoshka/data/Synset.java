package matryoshka.data;

import java.util.List;

/**
 * One synset of WordNet.
 *
 * @param key part of speech and offset, such as {@code n00001740}; unique
 * @param file the lexicographer file, such as {@code noun.animal}
 * @param lemmas its words, the commonest first, with blanks for underscores
 * @param hypernym the key of its first direct hypernym (not of an instance), or empty
 * @param gloss the definition without quoted examples
 * @param examples the quoted examples, without who said them
 */
record Synset(String key, String file, List<String> lemmas, String hypernym, String gloss, List<String> examples) {
    boolean isNoun() {
        return key.charAt(0) == 'n';
    }

    String lemma() {
        return lemmas.getFirst();
    }
}
