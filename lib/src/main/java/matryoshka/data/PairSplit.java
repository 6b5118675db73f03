package matryoshka.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** Deals the distinct second texts of pairs out to the three parts; every pair follows its second text. */
final class PairSplit {
    private PairSplit() {}

    /** Ascending indices of train, validation and test. */
    static int[][] parts(TextPairs pairs, Shares shares, long seed) {
        List<String> keys = pairs.seconds().stream().map(StratifiedSplit::key).toList();
        Set<String> distinct = new LinkedHashSet<>(keys);
        Map<String, Integer> part = deal(distinct, shares.all(), seed);
        int[][] parts = IntStream.range(0, Shares.PARTS.size())
                .mapToObj(p -> IntStream.range(0, keys.size())
                        .filter(i -> part.get(keys.get(i)) == p)
                        .toArray())
                .toArray(int[][]::new);
        shares.refuseEmpty(pairs.name() + ": " + distinct.size() + " distinct second texts", parts);
        return parts;
    }

    private static Map<String, Integer> deal(Set<String> distinct, double[] shares, long seed) {
        List<String> order = new ArrayList<>(distinct);
        Collections.shuffle(order, new Random(seed));
        long trainEnd = Math.round(shares[0] * order.size());
        long validationEnd = Math.round((shares[0] + shares[1]) * order.size());
        Map<String, Integer> part = HashMap.newHashMap(order.size());
        for (int i = 0; i < order.size(); i++) part.put(order.get(i), i < trainEnd ? 0 : i < validationEnd ? 1 : 2);
        return part;
    }
}
