package matryoshka.search;

import java.util.List;
import java.util.stream.IntStream;

/** The rows shared out among the processors, for one query. */
final class Parts {
    private static final long SMALL = 1 << 18; // numbers that a second thread would not read sooner

    private Parts() {}

    /** Finds the k nearest of a part. */
    @FunctionalInterface
    interface Scan {
        TopK rows(int from, int to);
    }

    /** The k nearest of {@code rows} rows of {@code dim} numbers; parts begin at whole blocks of {@link Columns}. */
    static TopK nearest(int rows, int dim, int k, Scan scan) {
        int parts = (int)
                Math.clamp((long) rows * dim / SMALL, 1, Runtime.getRuntime().availableProcessors());
        List<TopK> found = IntStream.range(0, parts)
                .parallel()
                .mapToObj(p -> scan.rows(bound(rows, p, parts), bound(rows, p + 1, parts)))
                .toList();
        TopK nearest = new TopK(k);
        found.forEach(nearest::merge);
        return nearest;
    }

    private static int bound(int rows, int p, int parts) {
        return p == parts ? rows : (int) ((long) rows * p / parts / Columns.BLOCK * Columns.BLOCK);
    }
}
