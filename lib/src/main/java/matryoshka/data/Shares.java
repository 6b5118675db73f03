package matryoshka.data;

/** The shares of rows for train and validation; test takes the rest. */
record Shares(double train, double validation) {
    private static final double ROUNDING = 1e-9; // 0.7 + 0.2 + 0.1 is not 1 in binary

    Shares {
        if (!(train > 0 && validation >= 0 && train + validation <= 1 + ROUNDING))
            throw new IllegalArgumentException(
                    "split shares need train > 0, validation >= 0 and a sum of at most 1, got " + train + " and "
                            + validation + ": try 0.8 and 0.1");
    }

    /** The shares of train, validation and test. */
    double[] all() {
        double rest = 1 - train - validation;
        return new double[] {train, validation, rest < ROUNDING ? 0 : rest};
    }
}
