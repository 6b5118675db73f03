package matryoshka.train;

import static matryoshka.train.Ranges.atLeast;

/**
 * How a model is trained.
 *
 * @param epochs passes over the training part
 * @param batchSize items a step: texts, or pairs of texts
 * @param chunkSize units of length encoded at once, padding included (of texts, tokens): a batch of more is learned
 *     from in chunks, to the same gradients in the memory of a chunk, for a second forward pass
 * @param optimization rates, weight decay, clipping
 * @param fineTuning which of the encoder's weights learn
 * @param importance how the relative importance of the dims changes
 * @param stopping when training ends before its last epoch
 * @param gradientsEvery steps from one look at the gradients of the single dims to the next; 0: none
 * @param seed of shuffling and dropout
 */
public record TrainOptions(
        int epochs,
        int batchSize,
        int chunkSize,
        Optimization optimization,
        FineTuning fineTuning,
        ImportanceSchedule importance,
        EarlyStopping stopping,
        int gradientsEvery,
        long seed) {
    public TrainOptions {
        atLeast(1, "epochs", epochs);
        atLeast(1, "batch size", batchSize);
        atLeast(1, "chunk size", chunkSize);
        atLeast(0, "steps between looks at the gradients", gradientsEvery);
    }

    public static TrainOptions defaults() {
        return new TrainOptions(
                3,
                32,
                2048,
                Optimization.defaults(),
                FineTuning.all(),
                ImportanceSchedule.FIXED,
                EarlyStopping.never(),
                0,
                0);
    }

    public TrainOptions withEpochs(int epochs) {
        return new TrainOptions(
                epochs, batchSize, chunkSize, optimization, fineTuning, importance, stopping, gradientsEvery, seed);
    }

    public TrainOptions withBatchSize(int batchSize) {
        return new TrainOptions(
                epochs, batchSize, chunkSize, optimization, fineTuning, importance, stopping, gradientsEvery, seed);
    }

    /** The most units of length encoded at once: the smaller, the less memory. */
    public TrainOptions withChunkSize(int chunkSize) {
        return new TrainOptions(
                epochs, batchSize, chunkSize, optimization, fineTuning, importance, stopping, gradientsEvery, seed);
    }

    public TrainOptions withOptimization(Optimization optimization) {
        return new TrainOptions(
                epochs, batchSize, chunkSize, optimization, fineTuning, importance, stopping, gradientsEvery, seed);
    }

    public TrainOptions withFineTuning(FineTuning fineTuning) {
        return new TrainOptions(
                epochs, batchSize, chunkSize, optimization, fineTuning, importance, stopping, gradientsEvery, seed);
    }

    public TrainOptions withImportance(ImportanceSchedule importance) {
        return new TrainOptions(
                epochs, batchSize, chunkSize, optimization, fineTuning, importance, stopping, gradientsEvery, seed);
    }

    public TrainOptions withStopping(EarlyStopping stopping) {
        return new TrainOptions(
                epochs, batchSize, chunkSize, optimization, fineTuning, importance, stopping, gradientsEvery, seed);
    }

    /** Looks at the gradients of the single dims every so many steps. */
    public TrainOptions withGradientsEvery(int gradientsEvery) {
        return new TrainOptions(
                epochs, batchSize, chunkSize, optimization, fineTuning, importance, stopping, gradientsEvery, seed);
    }

    public TrainOptions withSeed(long seed) {
        return new TrainOptions(
                epochs, batchSize, chunkSize, optimization, fineTuning, importance, stopping, gradientsEvery, seed);
    }

    /** Peak learning rates of encoder and heads. */
    public TrainOptions withRates(double encoderRate, double headRate) {
        return withOptimization(optimization.withRates(encoderRate, headRate));
    }
}
