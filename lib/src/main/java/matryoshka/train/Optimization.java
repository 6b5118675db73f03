package matryoshka.train;

import static matryoshka.train.Ranges.positive;
import static matryoshka.train.Ranges.share;

/**
 * How AdamW moves the weights (Loshchilov and Hutter 2019, arXiv:1711.05101).
 *
 * @param encoderRate the peak learning rate of the encoder
 * @param headRate the peak learning rate of a head, times the root of its inputs: a head of m dims learns at
 *     headRate/√m, since the fewer numbers it sees, the larger its weights must become
 * @param weightDecay decoupled, not on biases and layer norms
 * @param warmup the share of all steps over which the rates rise from 0; then they fall linearly to 0
 * @param clipNorm the largest global norm of a gradient
 */
public record Optimization(double encoderRate, double headRate, double weightDecay, double warmup, double clipNorm) {
    public Optimization {
        positive("encoder rate", encoderRate);
        positive("head rate", headRate);
        share("weight decay", weightDecay);
        share("warmup", warmup);
        positive("clip norm", clipNorm);
    }

    public static Optimization defaults() {
        return new Optimization(2e-4, 0.3, 0.01, 0.1, 1.0);
    }

    /** Peak learning rates of encoder and heads. */
    public Optimization withRates(double encoderRate, double headRate) {
        return new Optimization(encoderRate, headRate, weightDecay, warmup, clipNorm);
    }

    /** λ of the decoupled decay, in [0, 1). */
    public Optimization withWeightDecay(double weightDecay) {
        return new Optimization(encoderRate, headRate, weightDecay, warmup, clipNorm);
    }

    /** The share of all steps over which the rates rise, in [0, 1). */
    public Optimization withWarmup(double warmup) {
        return new Optimization(encoderRate, headRate, weightDecay, warmup, clipNorm);
    }

    public Optimization withClipNorm(double clipNorm) {
        return new Optimization(encoderRate, headRate, weightDecay, warmup, clipNorm);
    }
}
