package matryoshka.train;

import java.util.SortedMap;

/**
 * One step of training.
 *
 * @param epoch from 1
 * @param step from 1, over all epochs
 * @param steps of the whole training
 * @param examples in this step's batch
 * @param loss L, the weighted sum over the nesting dims
 * @param lossByDim CE_m, unweighted
 * @param encoderRate the encoder's learning rate in this step
 * @param gradientNorm the global norm before clipping
 */
public record StepReport(
        int epoch,
        int step,
        int steps,
        int examples,
        double loss,
        SortedMap<Integer, Double> lossByDim,
        double encoderRate,
        double gradientNorm) {}
