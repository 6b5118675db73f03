package matryoshka.train;

import java.util.Arrays;

/** How the relative importance c_m of the nesting dims changes from step to step, from what the model begins with. */
public enum ImportanceSchedule {
    /** It stays what the model's configuration says. */
    FIXED {
        @Override
        double[] next(double[] importance, double[] losses, double[] gradientNorms) {
            return importance;
        }
    },
    /**
     * Uncertainty weighting (Kendall et al. 2018, arXiv:1705.07115): c_m = exp(−s_m), where s_m descends on
     * exp(−s_m)·L_m + s_m: the larger a loss stays, the less it counts. c_m stays between 1e-6 and 1e6.
     */
    UNCERTAINTY {
        @Override
        double[] next(double[] importance, double[] losses, double[] gradientNorms) {
            double[] next = importance.clone();
            for (int i = 0; i < next.length; i++)
                next[i] = Math.clamp(
                        next[i] * Math.exp(-Math.clamp(RATE * (importance[i] * losses[i] - 1), -1, 1)),
                        1 / LARGEST,
                        LARGEST);
            return next;
        }
    },
    /**
     * Gradient-norm balancing, after GradNorm (Chen et al. 2018, arXiv:1711.02257) with equal targets: c_m drifts to
     * where all c_m·‖∂L_m/∂z‖ are equal, their sum over m kept. A norm below a thousandth of the largest counts as that:
     * what hardly pulls, as the cosines of one number, is not to weigh alone.
     */
    GRADIENT_NORM {
        @Override
        double[] next(double[] importance, double[] losses, double[] gradientNorms) {
            double sum = Arrays.stream(importance).sum();
            double least =
                    Math.max(LEAST_SHARE * Arrays.stream(gradientNorms).max().orElseThrow(), TINY);
            double[] next = new double[importance.length];
            for (int i = 0; i < next.length; i++) {
                double target = 1 / Math.max(gradientNorms[i], least);
                next[i] = Math.exp((1 - RATE) * Math.log(importance[i]) + RATE * Math.log(target));
            }
            double scale = sum / Arrays.stream(next).sum();
            for (int i = 0; i < next.length; i++) next[i] *= scale;
            return next;
        }

        @Override
        boolean needsGradientNorms() {
            return true;
        }
    };

    private static final double RATE = 0.05; // of the way to the target in a step
    private static final double LARGEST = 1e6;
    private static final double LEAST_SHARE = 1e-3;
    private static final double TINY = 1e-12;

    /** The weights of the next step, all positive. */
    abstract double[] next(double[] importance, double[] losses, double[] gradientNorms);

    boolean needsGradientNorms() {
        return false;
    }
}
