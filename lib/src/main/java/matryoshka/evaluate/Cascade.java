package matryoshka.evaluate;

import java.util.stream.IntStream;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import matryoshka.model.NestedHeads;

/**
 * What the heads of all dims say of labelled examples, and how sure they are: what adaptive classification walks through
 * from the smallest dim up.
 *
 * @param right whether the head of the d-th dim is right about example q [Q, M]
 * @param confidence its largest class probability [Q, M]
 */
record Cascade(NestingDims dims, boolean[][] right, float[][] confidence) {
    static Cascade of(NestedHeads heads, Embeddings labelled, NestingDims dims) {
        boolean[][] right = new boolean[labelled.rows()][dims.size()];
        float[][] confidence = new float[labelled.rows()][dims.size()];
        IntStream.range(0, labelled.rows()).parallel().forEach(q -> {
            float[] z = labelled.row(q);
            for (int d = 0; d < dims.size(); d++) {
                float[] p = heads.probabilities(z, dims.dims().get(d));
                int top = top(p);
                right[q][d] = top == labelled.label(q);
                confidence[q][d] = p[top];
            }
        });
        return new Cascade(dims, right, confidence);
    }

    /** The most probable class; of classes as probable the lower id. */
    static int top(float[] p) {
        int top = 0;
        for (int c = 1; c < p.length; c++) if (p[c] > p[top]) top = c;
        return top;
    }

    int rows() {
        return right.length;
    }

    Cascade select(int... rows) {
        boolean[][] chosenRight = new boolean[rows.length][];
        float[][] chosenConfidence = new float[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            chosenRight[i] = right[rows[i]];
            chosenConfidence[i] = confidence[rows[i]];
        }
        return new Cascade(dims, chosenRight, chosenConfidence);
    }
}
