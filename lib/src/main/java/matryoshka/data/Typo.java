package matryoshka.data;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** One slip of the finger on an American keyboard, at a letter or digit of a word. */
enum Typo {
    SWAP {
        @Override
        String at(int i, String word, char neighbor) {
            return word.substring(0, i) + word.charAt(i + 1) + word.charAt(i) + word.substring(i + 2);
        }

        @Override
        boolean fits(int i, String word) {
            return i + 1 < word.length() && isKey(word.charAt(i + 1)) && word.charAt(i) != word.charAt(i + 1);
        }
    },
    LEAVE_OUT {
        @Override
        String at(int i, String word, char neighbor) {
            return word.substring(0, i) + word.substring(i + 1);
        }

        @Override
        boolean fits(int i, String word) {
            return word.length() > 1;
        }
    },
    ADD {
        @Override
        String at(int i, String word, char neighbor) {
            return word.substring(0, i + 1) + neighbor + word.substring(i + 1);
        }
    },
    REPLACE {
        @Override
        String at(int i, String word, char neighbor) {
            return word.substring(0, i) + neighbor + word.substring(i + 1);
        }
    };

    private static final List<String> KEYS = List.of("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm");
    private static final Map<Character, String> NEIGHBORS = neighbors();

    /** The word with the slip at character {@code i}, {@code neighbor} being a key beside it. */
    abstract String at(int i, String word, char neighbor);

    boolean fits(int i, String word) {
        return true;
    }

    /** The word with one slip of any kind that it has room for; a word without letters a–z and digits as it is. */
    static String in(String word, SplittableRandom random) {
        Typo wanted = values()[random.nextInt(values().length)];
        int[] places = wanted.places(word);
        Typo typo = places.length > 0 ? wanted : REPLACE;
        if (places.length == 0) places = REPLACE.places(word);
        if (places.length == 0) return word;
        int i = places[random.nextInt(places.length)];
        return typo.at(i, word, neighbor(word.charAt(i), random));
    }

    private int[] places(String word) {
        return IntStream.range(0, word.length())
                .filter(i -> isKey(word.charAt(i)) && fits(i, word))
                .toArray();
    }

    static boolean isKey(char c) {
        return c < 128 && NEIGHBORS.containsKey(Character.toLowerCase(c)); // beyond ASCII some have ASCII lower cases
    }

    /** A key beside that of {@code c}, in the case of {@code c}. */
    private static char neighbor(char c, SplittableRandom random) {
        String beside = NEIGHBORS.get(Character.toLowerCase(c));
        char neighbor = beside.charAt(random.nextInt(beside.length()));
        return Character.isUpperCase(c) ? Character.toUpperCase(neighbor) : neighbor;
    }

    /** Beside each key: left and right in its row, and the two it touches in the rows above and below. */
    private static Map<Character, String> neighbors() {
        Map<Character, String> neighbors = new HashMap<>();
        for (int r = 0; r < KEYS.size(); r++)
            for (int k = 0; k < KEYS.get(r).length(); k++)
                neighbors.put(
                        KEYS.get(r).charAt(k),
                        key(r, k - 1)
                                + key(r, k + 1)
                                + key(r - 1, k)
                                + key(r - 1, k + 1)
                                + key(r + 1, k - 1)
                                + key(r + 1, k));
        return Map.copyOf(neighbors);
    }

    private static String key(int row, int place) {
        boolean there = row >= 0
                && row < KEYS.size()
                && place >= 0
                && place < KEYS.get(row).length();
        return there ? KEYS.get(row).substring(place, place + 1) : "";
    }
}
