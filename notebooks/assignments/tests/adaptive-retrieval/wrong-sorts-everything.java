// Sorts the whole database again instead of the shortlist, and counts it so: exact search, at more than its price.
// points: 5

// cell: retrieve
int[] retrieve(Embeddings database, float[] query, int ds, int size, int dr, int k) {
    int[] rows = IntStream.range(0, database.rows()).toArray();
    int[] shortlist = nearest(database, rows, query, ds, size);
    return nearest(database, rows, query, dr, k);
}

// cell: mega-flops
double megaFlops(long rows, int ds, int size, int dr) {
    return ((double) rows * ds + (double) rows * dr) / 1e6;
}
