package matryoshka.train;

/** Rates rise linearly over the warm-up, then fall linearly to zero at the end. */
record LinearSchedule(int steps, double warmup) {
    /** The share of the peak rate at step 1..steps. */
    double at(int step) {
        double rising = warmup * steps;
        return step <= rising ? step / rising : Math.max(0, (steps - step + 1) / (steps - rising + 1));
    }
}
