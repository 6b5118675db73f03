// Right, in other words than the model solution: by cosines, which sort unit vectors as distances do.
// points: 10

// cell: shortlist
float[] unitPrefix(float[] vector, int dim) {
    float[] unit = Arrays.copyOf(vector, dim);
    double norm = Math.sqrt(IntStream.range(0, dim).mapToDouble(j -> unit[j] * unit[j]).sum());
    for (int j = 0; j < dim; j++) unit[j] /= (float) norm;
    return unit;
}

// cell: nearest
int[] nearest(Embeddings database, int[] candidates, float[] query, int dim, int size) {
    float[] asked = unitPrefix(query, dim);
    double[] cosines = new double[database.rows()];
    for (int row : candidates) {
        float[] unit = unitPrefix(database.row(row), dim);
        for (int j = 0; j < dim; j++) cosines[row] += (double) asked[j] * unit[j];
    }
    return IntStream.of(candidates).boxed()
            .sorted((a, b) -> Double.compare(cosines[b], cosines[a]))
            .mapToInt(Integer::intValue).limit(size).toArray();
}

// cell: retrieve
int[] retrieve(Embeddings database, float[] query, int ds, int size, int dr, int k) {
    int[] every = new int[database.rows()];
    Arrays.setAll(every, i -> i);
    return nearest(database, nearest(database, every, query, ds, size), query, dr, k);
}

// cell: mega-flops
double megaFlops(long rows, int ds, int size, int dr) {
    return 1e-6 * (rows * ds + (long) size * dr);
}

// cell: average-precision
double averagePrecision(boolean[] relevant, int k) {
    double sum = 0;
    for (int r = 0; r < k; r++) {
        if (!relevant[r]) continue;
        int sofar = 0;
        for (int i = 0; i <= r; i++) sofar += relevant[i] ? 1 : 0;
        sum += sofar / (r + 1.0);
    }
    return sum / k;
}
