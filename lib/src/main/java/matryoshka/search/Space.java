package matryoshka.search;

import java.util.Arrays;
import matryoshka.Embeddings;

/** How prefixes are compared: as they are, or each scaled to unit length first. */
enum Space {
    RAW {
        @Override
        boolean hasZero() {
            return true;
        }

        @Override
        double squaredLength(double squares) {
            return squares;
        }

        @Override
        double rowShare(double squaredLength) {
            return squaredLength;
        }

        @Override
        double queryShare(double squaredLength) {
            return squaredLength;
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
        boolean hasZero() {
            return false;
        }

        @Override
        double squaredLength(double squares) {
            return 1;
        }

        @Override
        double rowShare(double squaredLength) {
            return 0;
        }

        @Override
        double queryShare(double squaredLength) {
            return 2 * squaredLength;
        }

        @Override
        double scale(double squares) {
            return 1 / Math.sqrt(squares);
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

    /** Whether the zero vector can be scaled into it. */
    abstract boolean hasZero();

    /** The squared length in this space of a prefix whose squares sum to {@code squares}. */
    abstract double squaredLength(double squares);

    /** What of |q|² + |x|² a row brings along … */
    abstract double rowShare(double squaredLength);

    /** … and what a query does: all of it where both have length 1, so that rows need not be looked up. */
    abstract double queryShare(double squaredLength);

    /** The factor that brings such a prefix into this space. */
    abstract double scale(double squares);

    /** The prefix itself in this space [dim]. */
    abstract float[] prefix(Embeddings embeddings, int row, int dim);

    private static float[] copyOfPrefix(Embeddings embeddings, int row, int dim) {
        int start = row * embeddings.dimension();
        return Arrays.copyOfRange(embeddings.values(), start, start + dim);
    }
}
