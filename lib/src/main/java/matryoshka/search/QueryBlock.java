package matryoshka.search;

/**
 * A block of queries on its way through the database. Dot products are accumulated once over all dims and read off at
 * each prefix; the lower bounds made from them sort out nearly every row, and the few left are measured exactly.
 */
final class QueryBlock {
    private final Prefixes database;
    private final Prefixes queries;
    private final int from;
    private final int to;
    private final TopK[][] nearest; // [dims][queries]
    private final float[] packed; // [groups, dim, Tile.QUERIES]
    private final Tile tile;

    QueryBlock(Prefixes database, Prefixes queries, int from, int to, TopK[][] nearest) {
        this.database = database;
        this.queries = queries;
        this.from = from;
        this.to = to;
        this.nearest = nearest;
        this.packed = pack();
        this.tile = new Tile(database.longest());
    }

    /** Groups of four queries, dim by dim; the last group is filled up with zeros. */
    private float[] pack() {
        int dim = queries.longest();
        float[] groups = new float[Math.ceilDiv(to - from, Tile.QUERIES) * Tile.QUERIES * dim];
        float[] values = queries.embeddings().values();
        for (int i = 0; i < to - from; i++) {
            int target = i / Tile.QUERIES * Tile.QUERIES * dim + i % Tile.QUERIES;
            int source = (from + i) * queries.embeddings().dimension();
            for (int d = 0; d < dim; d++) groups[target + d * Tile.QUERIES] = values[source + d];
        }
        return groups;
    }

    void scan() {
        for (int first = 0; first < database.rows(); first += Tile.ROWS) {
            tile.load(database.embeddings(), first);
            for (int query = from; query < to; query += Tile.QUERIES) scanGroup(query, first);
        }
    }

    private void scanGroup(int query, int first) {
        int[] dims = database.dims();
        tile.clear();
        for (int d = 0; d < dims.length; d++) {
            tile.add(packed, (query - from) * database.longest(), d == 0 ? 0 : dims[d - 1], dims[d]);
            for (int slot = 0; slot < Math.min(Tile.QUERIES, to - query); slot++) sift(d, query + slot, slot, first);
        }
    }

    private void sift(int d, int query, int slot, int first) {
        float[] lows = database.lows(d), scales = database.scales(d);
        float factor = 2 * queries.scales(d)[query];
        float limit = limit(d, query);
        for (long lanes = tile.below(slot, lows, scales, first, factor, limit); lanes != 0; lanes &= lanes - 1) {
            int lane = Long.numberOfTrailingZeros(lanes), row = first + lane;
            if (row >= database.rows() || lows[row] - scales[row] * tile.dot(slot, lane) * factor > limit) continue;
            measure(d, query, row);
            limit = limit(d, query);
        }
    }

    private void measure(int d, int query, int row) {
        double squared = Distances.squared(queries.at(d, query), 0, database.at(d, row), 0, database.dims()[d]);
        nearest[d][query].offer(row, squared);
    }

    /** What |x|² − 2·q·x may be at most for x to enter the list; rounded up. */
    private float limit(int d, int query) {
        return Math.nextUp((float) (nearest[d][query].bound() - queries.lows(d)[query]));
    }
}
