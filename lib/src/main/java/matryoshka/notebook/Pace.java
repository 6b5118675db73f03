package matryoshka.notebook;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Lets something repeat at most every so often, and seldom enough to take a small share of the time. */
final class Pace {
    private static final long AT_MOST_EVERY = Duration.ofSeconds(2).toNanos();
    private static final long AT_LEAST_EVERY = Duration.ofSeconds(20).toNanos(); // even if it takes long
    private static final int SHARE = 20; // one part in so many

    private final LongSupplier nanos;
    private long next;

    /** @param nanos a clock; the first time has come at once */
    Pace(LongSupplier nanos) {
        this.nanos = nanos;
        next = nanos.getAsLong();
    }

    boolean isDue() {
        return nanos.getAsLong() - next >= 0;
    }

    void run(Runnable task) {
        long begun = nanos.getAsLong();
        task.run();
        long ended = nanos.getAsLong();
        next = ended + Math.clamp(SHARE * (ended - begun), AT_MOST_EVERY, AT_LEAST_EVERY);
    }
}
