package matryoshka.train;

/** The loss or its gradient was no longer a finite number; the model has its last good weights. */
public final class TrainingDivergedException extends RuntimeException {
    TrainingDivergedException(int step, double encoderRate, double loss, double gradientNorm) {
        super(String.format(
                java.util.Locale.ROOT,
                "training diverged at step %d (loss %s, gradient norm %s) at encoder learning rate %.2e; the model keeps"
                        + " its last good weights: try a rate several times smaller, or a longer warmup",
                step,
                loss,
                gradientNorm,
                encoderRate));
    }
}
