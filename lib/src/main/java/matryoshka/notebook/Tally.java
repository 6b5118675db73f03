package matryoshka.notebook;

import java.time.Duration;
import matryoshka.train.StepReport;

/**
 * What this process has done of a training.
 *
 * @param last its last step so far
 * @param steps made by this process; fewer than the last step's number after a resume
 * @param items seen in these steps
 */
record Tally(StepReport last, int steps, long items, Duration elapsed) {
    double itemsPerSecond() {
        return items / Math.max(1e-9, elapsed.toNanos() / 1e9);
    }

    /** The share of all steps, 0 to 1. */
    double done() {
        return (double) last.step() / last.steps();
    }

    /** Until the last step of all, at the pace of the steps so far. */
    Duration left() {
        return elapsed.multipliedBy(last.steps() - last.step()).dividedBy(steps);
    }
}
