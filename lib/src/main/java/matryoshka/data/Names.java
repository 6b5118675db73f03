package matryoshka.data;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Names as error messages show them: quoted, listed up to a limit, the nearest suggested. */
final class Names {
    private static final int SHOWN = 12;

    private Names() {}

    /** {@code "a", "b", "c"}, cut after a dozen. */
    static String list(Collection<String> names) {
        String shown = names.stream().limit(SHOWN).map(Names::quote).collect(Collectors.joining(", "));
        return names.size() > SHOWN ? shown + " … (" + names.size() + " in all)" : shown;
    }

    static String quote(String name) {
        return "\"" + name + "\"";
    }

    /** {@code "did you mean X? "} for the name of least edit distance, case aside; empty if none is half alike. */
    static String didYouMean(String wanted, List<String> names) {
        return names.stream()
                .min(Comparator.comparingInt(name -> distance(fold(wanted), fold(name))))
                .filter(nearest ->
                        2 * distance(fold(wanted), fold(nearest)) <= Math.max(wanted.length(), nearest.length()))
                .map(nearest -> "did you mean " + quote(nearest) + "? ")
                .orElse("");
    }

    private static String fold(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    /** Levenshtein's edit distance, row by row. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) row[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replace, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
