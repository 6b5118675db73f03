package matryoshka.search;

import java.util.Arrays;
import matryoshka.Embeddings;

/** How prefixes are compared: as they are, or each scaled to unit length first. */
enum Space {
    RAW {
        @Override
        double squaredLength(double squares) {
            return squares;
        }

        @Override
        double scale(double squares) {
            return 1;
        }

        @Override
        float[] prefix(Embeddings embeddings, int row, int dim) {
            return copyOfPrefix(embeddings, row, dim);
        }
    },
    UNIT {
        @Override
        double squaredLength(double squares) {
            return squares == 0 ? 0 : 1;
        }

        @Override
        double scale(double squares) {
            return squares == 0 ? 0 : 1 / Math.sqrt(squares);
        }

        @Override
        float[] prefix(Embeddings embeddings, int row, int dim) {
            float[] prefix = copyOfPrefix(embeddings, row, dim);
            boolean isUnitAlready = embeddings.isNormalized() && dim == embeddings.dimension();
            return isUnitAlready
                    ? prefix
                    : Embeddings.of(prefix, 1, dim).normalize().values();
        }
    };

    /** The squared length in this space of a prefix whose squares sum to {@code squares}. */
    abstract double squaredLength(double squares);

    /** The factor that brings such a prefix into this space. */
    abstract double scale(double squares);

    /** The prefix itself in this space [dim]. */
    abstract float[] prefix(Embeddings embeddings, int row, int dim);

    private static float[] copyOfPrefix(Embeddings embeddings, int row, int dim) {
        int start = row * embeddings.dimension();
        return Arrays.copyOfRange(embeddings.values(), start, start + dim);
    }
}
