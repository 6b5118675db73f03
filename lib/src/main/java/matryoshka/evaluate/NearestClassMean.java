package matryoshka.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import matryoshka.Embeddings;
import matryoshka.NestingDims;

/**
 * Few-shot classification at every nesting dim by nearest class mean (Kusupati et al. 2022, arXiv:2205.13147, section
 * 5): prefixes scaled to unit length, the mean of a few examples of each class scaled likewise, the class of the
 * highest cosine. Of classes as near, the lower id; a class without examples is never predicted.
 */
public final class NearestClassMean {
    /** So many shots that every example of a class is one. */
    public static final int ALL = Integer.MAX_VALUE;

    private final SortedMap<Integer, int[]> predictions; // [Q] by dim
    private final int[] labels; // [Q]

    private NearestClassMean(SortedMap<Integer, int[]> predictions, int[] labels) {
        this.predictions = predictions;
        this.labels = labels;
    }

    /**
     * Predicts the classes of {@code queries} [Q, D] at each of {@code dims}.
     *
     * @param database the examples [N, D], labelled
     * @param queries labelled
     * @param shots examples of each class to take, drawn by the seed; all of a class that has fewer
     * @throws IllegalArgumentException if labels are missing or negative, a number is not finite, there are no rows, a
     *     dim exceeds D, or there is less than one shot
     */
    public static NearestClassMean of(Embeddings database, Embeddings queries, NestingDims dims, int shots, long seed) {
        require("database", database, dims);
        require("query", queries, dims);
        Embeddings examples = database.select(Shots.draw(database, shots, seed));
        SortedMap<Integer, int[]> predictions = new TreeMap<>();
        for (int dim : dims.dims()) predictions.put(dim, new ClassMeans(examples.prefix(dim)).nearest(queries));
        return new NearestClassMean(predictions, queries.labels());
    }

    private static void require(String name, Embeddings embeddings, NestingDims dims) {
        if (embeddings.rows() == 0)
            throw new IllegalArgumentException("class means need at least one " + name + " embedding, got 0 rows");
        if (!embeddings.hasLabels())
            throw new IllegalArgumentException(name + " embeddings need labels: attach them with withLabels");
        requireNumbers(name, embeddings);
        Guesses.requireIds(name + " label", embeddings.labels(), Integer.MAX_VALUE);
        if (dims.full() > embeddings.dimension())
            throw new IllegalArgumentException("cannot cut " + name + " embeddings of " + embeddings.dimension()
                    + " dims at " + dims.full() + ": leave the larger dims out of " + dims);
    }

    private static void requireNumbers(String name, Embeddings embeddings) {
        float[] values = embeddings.values();
        for (int i = 0; i < values.length; i++)
            if (!Float.isFinite(values[i]))
                throw new IllegalArgumentException(name + " row " + i / embeddings.dimension() + " has a " + values[i]
                        + ": only finite numbers have directions; look for a training that diverged");
    }

    public NestingDims dims() {
        return new NestingDims(new ArrayList<>(predictions.keySet()));
    }

    /** The predicted class ids at a dim [Q]; a copy. */
    public int[] predictions(int dim) {
        int[] atDim = predictions.get(dim);
        if (atDim == null)
            throw new IllegalArgumentException(
                    "nothing was predicted at " + dim + " dims: choose among " + List.copyOf(predictions.keySet()));
        return atDim.clone();
    }

    /** The true class ids of the queries [Q]; a copy. */
    public int[] labels() {
        return labels.clone();
    }

    /** The share of the queries predicted right at a dim. */
    public double accuracy(int dim) {
        int[] atDim = predictions(dim);
        long right = IntStream.range(0, labels.length)
                .filter(q -> atDim[q] == labels[q])
                .count();
        return (double) right / labels.length;
    }

    /** {@link #accuracy} by dim. */
    public SortedMap<Integer, Double> accuracies() {
        SortedMap<Integer, Double> accuracies = new TreeMap<>();
        for (int dim : predictions.keySet()) accuracies.put(dim, accuracy(dim));
        return accuracies;
    }
}
