package matryoshka.search;

/**
 * How an HNSW graph is built and searched (Malkov and Yashunin 2016, arXiv:1603.09320).
 *
 * @param links M: of a vector to others on a level, twice that on the lowest
 * @param building efConstruction: candidates kept while a vector is linked in
 * @param breadth ef: candidates kept while searching; more find more and take longer
 * @param seed of the levels
 */
public record HnswOptions(int links, int building, int breadth, long seed) {
    public HnswOptions {
        require("links", links, 2, 512);
        require("building", building, links, 3200);
        require("breadth", breadth, 1, Integer.MAX_VALUE);
    }

    /** 16 links, 100 candidates while building, 64 while searching. */
    public static HnswOptions defaults() {
        return new HnswOptions(16, 100, 64, 42);
    }

    public HnswOptions withBuilding(int building) {
        return new HnswOptions(links, building, breadth, seed);
    }

    public HnswOptions withBreadth(int breadth) {
        return new HnswOptions(links, building, breadth, seed);
    }

    private static void require(String name, int value, int least, int most) {
        if (value < least || value > most)
            throw new IllegalArgumentException(
                    "HNSW's " + name + " must lie in " + least + ".." + most + ", got " + value);
    }
}
