package matryoshka.model;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The two sides of a batch of pairs at one dim, each row scaled to unit length on its own: sliced, then normalised.
 *
 * @param first [1, B, m]
 * @param second [1, B, m]
 */
record PairGraph(SDVariable first, SDVariable second, int dim) {
    private static final double TINY = 1e-12; // keeps an all-zero row from dividing by zero

    /** Of a prefix [2B, m], the first sides above the second ones. */
    static PairGraph of(SDVariable prefix, int dim) {
        SDVariable sides = prefix.reshape(2, -1, dim); // [2, B, m], since M2.1 cannot sum the only number of a row
        SDVariable length = sides.mul(sides).sum(true, 2).add(TINY).pow(0.5); // [2, B, 1]
        SDVariable units = sides.div(length);
        return new PairGraph(side(units, 1, 0), side(units, 0, 1), dim);
    }

    /** By zeros and ones: of a slice of a batch of one pair, M2.1 finds no gradient. */
    private static SDVariable side(SDVariable units, float first, float second) {
        SDVariable chosen = units.getSameDiff()
                .constant(Nd4j.createFromArray(first, second).reshape(2, 1, 1).castTo(units.dataType()));
        return units.mul(chosen).sum(true, 0); // [1, B, m]
    }

    /** The cosine of every first with every second [B, B]. */
    SDVariable allCosines(SameDiff graph) {
        return graph.mmul(first.reshape(-1, dim), second.reshape(-1, dim), false, true, false);
    }

    /** The cosine of each pair [B]. */
    SDVariable cosines() {
        return first.mul(second).sum(0, 2);
    }
}
