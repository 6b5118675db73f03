package matryoshka.train;

import java.util.SortedMap;

/**
 * One step of training.
 *
 * @param epoch from 1
 * @param step from 1, over all epochs
 * @param steps of the whole training
 * @param items in this step's batch: texts, or pairs of texts
 * @param loss L, the weighted sum over the nesting dims
 * @param lossByDim L_m, unweighted
 * @param importanceByDim c_m
 * @param encoderRate the encoder's learning rate in this step
 * @param gradientNorm the global norm before clipping
 * @param gradients of the single dims, if this step looked at them; else null
 */
public record StepReport(
        int epoch,
        int step,
        int steps,
        int items,
        double loss,
        SortedMap<Integer, Double> lossByDim,
        SortedMap<Integer, Double> importanceByDim,
        double encoderRate,
        double gradientNorm,
        GradientReport gradients) {}
