package matryoshka.model;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import matryoshka.Embeddings;
import matryoshka.NestingDims;

/**
 * Trained classifier heads as plain numbers: class scores of an embedding at any dim, without a graph.
 *
 * <p>At dim m the head trained for m is used; without one, the next larger head is sliced: z[0:m]·W[0:m] + b (how
 * MRL-E works at every dim, what a plain model can offer when truncated, and what MRL offers between its nesting dims).
 */
public final class NestedHeads {
    /** One linear head: weight [dim, classes] row-major, bias [classes]. */
    public record Linear(int dim, int classes, float[] weight, float[] bias) {
        public Linear {
            if (weight.length != dim * classes || bias.length != classes)
                throw new IllegalArgumentException("a head of " + dim + " dims and " + classes + " classes needs "
                        + dim * classes + " weights and " + classes + " biases, got " + weight.length + " and "
                        + bias.length);
        }
    }

    private final SortedMap<Integer, Linear> heads = new TreeMap<>();

    public NestedHeads(Iterable<Linear> linears) {
        for (Linear linear : linears) heads.put(linear.dim(), linear);
        if (heads.isEmpty()) throw new IllegalArgumentException("at least one head is needed");
    }

    public int classes() {
        return largest().classes();
    }

    /** The dims that have a head of their own. */
    public NestingDims dims() {
        return new NestingDims(heads.keySet().stream().toList());
    }

    /** The head of the largest dim. */
    public Linear largest() {
        return heads.get(heads.lastKey());
    }

    /** Class scores [C] at {@code dim} of {@code z}, whose first {@code dim} numbers start at {@code offset}. */
    public float[] logits(float[] z, int offset, int dim) {
        if (dim < 1 || dim > heads.lastKey())
            throw new IllegalArgumentException("no head for " + dim + " dims: choose 1.." + heads.lastKey());
        Linear head = heads.get(heads.tailMap(dim).firstKey());
        float[] logits = head.bias().clone();
        for (int i = 0; i < dim; i++) {
            float x = z[offset + i];
            for (int c = 0, w = i * head.classes(); c < logits.length; c++, w++) logits[c] += x * head.weight()[w];
        }
        return logits;
    }

    /**
     * The class of the highest score at {@code dim}, the first of equals.
     *
     * @throws IllegalArgumentException if a score is NaN
     */
    public int topClass(float[] z, int offset, int dim) {
        float[] logits = logits(z, offset, dim);
        int best = 0;
        for (int c = 0; c < logits.length; c++) {
            if (Float.isNaN(logits[c]))
                throw new IllegalArgumentException("the head at " + dim + " dims scores class " + c
                        + " as NaN: its weights are broken; take an earlier checkpoint");
            if (logits[c] > logits[best]) best = c;
        }
        return best;
    }

    /** {@link #topClass} of every row of {@code z} [N, D], on all cores. */
    public int[] topClasses(Embeddings z, int dim) {
        return IntStream.range(0, z.rows())
                .parallel()
                .map(i -> topClass(z.values(), i * z.dimension(), dim))
                .toArray();
    }

    /** The heads that score z as these score z·{@code scale}. */
    public NestedHeads scaled(float scale) {
        List<Linear> scaled = new ArrayList<>();
        for (Linear head : heads.values()) {
            float[] weight = head.weight().clone();
            for (int i = 0; i < weight.length; i++) weight[i] *= scale;
            scaled.add(new Linear(head.dim(), head.classes(), weight, head.bias()));
        }
        return new NestedHeads(scaled);
    }

    /** Class probabilities [C] at {@code dim} of the embedding {@code z}: softmax of its logits. */
    public float[] probabilities(float[] z, int dim) {
        float[] p = logits(z, 0, dim);
        float max = Float.NEGATIVE_INFINITY;
        for (float x : p) max = Math.max(max, x);
        double sum = 0;
        for (int c = 0; c < p.length; c++) sum += p[c] = (float) Math.exp(p[c] - max);
        for (int c = 0; c < p.length; c++) p[c] /= (float) sum;
        return p;
    }
}
