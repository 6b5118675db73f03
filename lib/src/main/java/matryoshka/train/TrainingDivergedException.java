package matryoshka.train;

import java.util.Locale;

/** Loss, gradient or weights were no longer finite numbers; the model has its last good weights. */
public final class TrainingDivergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The message reads {@code training diverged at step: fault; remedy}. */
    TrainingDivergedException(int step, String fault, double encoderRate) {
        super(String.format(
                Locale.ROOT,
                "training diverged at step %d (%s) at encoder learning rate %.2e; the model has the weights from the"
                        + " start of that epoch: try rates several times smaller, or a longer warmup",
                step,
                fault,
                encoderRate));
    }
}
