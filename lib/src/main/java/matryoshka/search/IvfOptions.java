package matryoshka.search;

/**
 * How an inverted file is built and searched (AdANNS, arXiv:2305.19435).
 *
 * @param clusterDim numbers of a vector, from its first on, by which it is put on a list and lists are chosen
 * @param lists of near vectors; fewer are made of fewer distinct vectors
 * @param probes lists that a search goes through, the nearest; more find more and take longer
 * @param seed of the clusters
 */
public record IvfOptions(int clusterDim, int lists, int probes, long seed) {
    private static final int MOST_LISTS = 10_000; // half as many as rows they are learned from
    private static final int ROWS_A_LIST = 40; // on average or more, by default

    public IvfOptions {
        require("clusterDim", clusterDim, Integer.MAX_VALUE, "choose 64, or all dims if there are fewer");
        require("lists", lists, MOST_LISTS, "about 4·√N lists suit N rows");
        require("probes", probes, lists, "a search goes through some of the " + lists + " lists, or all");
    }

    /** For N {@code rows} of {@code dimension} D: 64 dims or D, 4·√N lists or N/40, of which a twentieth is probed. */
    public static IvfOptions forRows(int rows, int dimension) {
        int most = Math.min(MOST_LISTS, rows / ROWS_A_LIST);
        int lists = Math.max(1, Math.min((int) (4 * Math.sqrt(rows)), most));
        return new IvfOptions(Math.min(64, dimension), lists, Math.ceilDiv(lists, 20), 42);
    }

    public IvfOptions withClusterDim(int clusterDim) {
        return new IvfOptions(clusterDim, lists, probes, seed);
    }

    public IvfOptions withProbes(int probes) {
        return new IvfOptions(clusterDim, lists, probes, seed);
    }

    private static void require(String name, int value, int most, String remedy) {
        if (value < 1 || value > most)
            throw new IllegalArgumentException(
                    "IVF's " + name + " must lie in 1.." + most + ", got " + value + ": " + remedy);
    }
}
