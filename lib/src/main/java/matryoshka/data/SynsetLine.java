package matryoshka.data;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One line of WordNet's {@code data.*} files, as its manual page wndb(5WN) lays it out: {@code offset lex_filenum
 * ss_type w_cnt word lex_id … p_cnt (pointer offset pos source/target)… … | gloss}.
 */
final class SynsetLine {
    /** The names of the lexicographer files by number, after WordNet's manual page lexnames(5WN). */
    static final List<String> FILES = List.of("""
        adj.all adj.pert adv.all noun.Tops noun.act noun.animal noun.artifact noun.attribute noun.body
        noun.cognition noun.communication noun.event noun.feeling noun.food noun.group noun.location
        noun.motive noun.object noun.person noun.phenomenon noun.plant noun.possession noun.process
        noun.quantity noun.relation noun.shape noun.state noun.substance noun.time verb.body
        verb.change verb.cognition verb.communication verb.competition verb.consumption verb.contact
        verb.creation verb.emotion verb.motion verb.perception verb.possession verb.social verb.stative
        verb.weather adj.ppl
        """.strip().split("\\s+"));

    private static final Pattern EXAMPLES =
            Pattern.compile("[;:]\\s*(?:(?:as in|e\\.g\\.),?\\s*)*(?:\"[^\"]*\"\\s*(?:-[^;\"]*)?)+");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern MARKER = Pattern.compile("\\((?:p|a|ip)\\)$"); // where an adjective may stand

    private SynsetLine() {}

    static Synset parse(String line) {
        int bar = line.indexOf(" | ");
        String[] fields = line.substring(0, bar).split(" ");
        int words = Integer.parseInt(fields[3], 16);
        List<String> lemmas = new ArrayList<>(words);
        for (int w = 0; w < words; w++) lemmas.add(lemma(fields[4 + 2 * w]));
        return new Synset(
                fields[2] + fields[0],
                FILES.get(Integer.parseInt(fields[1])),
                List.copyOf(lemmas),
                hypernym(fields, 4 + 2 * words),
                definition(line.substring(bar + 3)),
                examples(line.substring(bar + 3)));
    }

    private static String lemma(String word) {
        return MARKER.matcher(word).replaceFirst("").replace('_', ' ');
    }

    private static String hypernym(String[] fields, int pointerCount) {
        for (int p = 0, at = pointerCount + 1; p < Integer.parseInt(fields[pointerCount]); p++, at += 4)
            if (fields[at].equals("@")) return fields[at + 2] + fields[at + 1];
        return "";
    }

    /** The gloss without its quoted examples and who said them. */
    static String definition(String gloss) {
        String bare = EXAMPLES.matcher(gloss).replaceAll("");
        return BLANKS.matcher(bare).replaceAll(" ").replaceAll("^[ ;:]+|[ ;:]+$", "");
    }

    /** What {@link #definition} leaves out, one example each, without its quotes and who said it. */
    static List<String> examples(String gloss) {
        return EXAMPLES.matcher(gloss)
                .results()
                .flatMap(run -> QUOTED.matcher(run.group()).results())
                .map(quoted -> BLANKS.matcher(quoted.group(1)).replaceAll(" ").strip())
                .filter(example -> !example.isEmpty())
                .toList();
    }
}
