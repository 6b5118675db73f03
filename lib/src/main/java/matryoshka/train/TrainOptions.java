package matryoshka.train;

/**
 * How a model is trained.
 *
 * @param epochs passes over the training part
 * @param batchSize examples a step
 * @param encoderRate the peak learning rate of the encoder
 * @param headRate the peak learning rate of a head, times the root of its inputs: a head of m dims learns at
 *     headRate/√m, since the fewer numbers it sees, the larger its weights must become
 * @param weightDecay decoupled, not on biases and layer norms
 * @param warmup the share of all steps over which the rates rise from 0; then they fall linearly to 0
 * @param clipNorm the largest global norm of a gradient
 * @param seed of shuffling and dropout
 */
public record TrainOptions(
        int epochs,
        int batchSize,
        double encoderRate,
        double headRate,
        double weightDecay,
        double warmup,
        double clipNorm,
        long seed) {
    public TrainOptions {
        atLeastOne("epochs", epochs);
        atLeastOne("batch size", batchSize);
        positive("encoder rate", encoderRate);
        positive("head rate", headRate);
        positive("clip norm", clipNorm);
        if (!(weightDecay >= 0 && weightDecay < 1))
            throw new IllegalArgumentException("weight decay must be in [0, 1), got " + weightDecay);
        if (!(warmup >= 0 && warmup < 1))
            throw new IllegalArgumentException("warmup is a share of all steps in [0, 1), got " + warmup);
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) throw new IllegalArgumentException(name + " must be 1 or more, got " + value);
    }

    private static void positive(String name, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException(name + " must be positive and finite, got " + value);
    }

    public static TrainOptions defaults() {
        return new TrainOptions(3, 32, 2e-4, 0.3, 0.01, 0.1, 1.0, 0);
    }

    public TrainOptions withEpochs(int epochs) {
        return new TrainOptions(epochs, batchSize, encoderRate, headRate, weightDecay, warmup, clipNorm, seed);
    }

    public TrainOptions withBatchSize(int batchSize) {
        return new TrainOptions(epochs, batchSize, encoderRate, headRate, weightDecay, warmup, clipNorm, seed);
    }

    /** Peak learning rates of encoder and heads. */
    public TrainOptions withRates(double encoderRate, double headRate) {
        return new TrainOptions(epochs, batchSize, encoderRate, headRate, weightDecay, warmup, clipNorm, seed);
    }

    /** λ of the decoupled decay, in [0, 1). */
    public TrainOptions withWeightDecay(double weightDecay) {
        return new TrainOptions(epochs, batchSize, encoderRate, headRate, weightDecay, warmup, clipNorm, seed);
    }

    /** The share of all steps over which the rates rise, in [0, 1). */
    public TrainOptions withWarmup(double warmup) {
        return new TrainOptions(epochs, batchSize, encoderRate, headRate, weightDecay, warmup, clipNorm, seed);
    }

    public TrainOptions withClipNorm(double clipNorm) {
        return new TrainOptions(epochs, batchSize, encoderRate, headRate, weightDecay, warmup, clipNorm, seed);
    }

    public TrainOptions withSeed(long seed) {
        return new TrainOptions(epochs, batchSize, encoderRate, headRate, weightDecay, warmup, clipNorm, seed);
    }
}
