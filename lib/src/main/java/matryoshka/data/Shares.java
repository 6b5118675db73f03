package matryoshka.data;

import java.util.List;

/** The shares of rows for train and validation; test takes the rest. */
record Shares(double train, double validation) {
    static final List<String> PARTS = List.of("train", "validation", "test");
    private static final double ROUNDING = 1e-9; // 0.7 + 0.2 + 0.1 is not 1 in binary

    Shares {
        if (!(train > 0 && validation >= 0 && train + validation <= 1 + ROUNDING))
            throw new IllegalArgumentException(
                    "split shares need train > 0, validation >= 0 and a sum of at most 1, got " + train + " and "
                            + validation + ": try 0.8 and 0.1");
    }

    /** The shares of {@link #PARTS}. */
    double[] all() {
        double rest = 1 - train - validation;
        return new double[] {train, validation, rest < ROUNDING ? 0 : rest};
    }

    /** Fails if a part with a share got no index; {@code what} there was to share out begins the message. */
    void refuseEmpty(String what, int[][] parts) {
        for (int p = 0; p < parts.length; p++)
            if (all()[p] > 0 && parts[p].length == 0)
                throw new IllegalArgumentException(what + " leave the " + PARTS.get(p) + " part empty at a share of "
                        + all()[p] + "; add rows or raise that share");
    }
}
