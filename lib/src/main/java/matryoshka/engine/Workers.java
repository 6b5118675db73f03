package matryoshka.engine;

import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The threads an engine owns: the caller and {@code threads − 1} daemons that share one range of work at a time.
 * A range is always cut in the same places, so results do not depend on who runs which part. A second caller that
 * finds the workers busy runs its range alone.
 */
public final class Workers implements AutoCloseable {
    /** Work on {@code [from, to)}. */
    @FunctionalInterface
    public interface Range {
        void run(long from, long to);
    }

    private static final int SPINS = 20_000;

    private final Thread[] helpers;
    private final ReentrantLock busy = new ReentrantLock();
    private volatile Job job;
    private volatile boolean closed;

    private static final class Job {
        final long size;
        final int parts;
        final Range body;
        final java.util.concurrent.atomic.AtomicInteger pending;
        volatile Throwable failure;

        Job(long size, int parts, Range body) {
            this.size = size;
            this.parts = parts;
            this.body = body;
            this.pending = new java.util.concurrent.atomic.AtomicInteger(parts - 1);
        }

        void runPart(int part) {
            body.run(size * part / parts, size * (part + 1) / parts);
        }
    }

    public Workers(int threads) {
        if (threads < 1) throw new IllegalArgumentException("threads must be 1 or more, got " + threads);
        helpers = new Thread[threads - 1];
        for (int i = 0; i < helpers.length; i++) {
            int part = i + 1;
            helpers[i] = Thread.ofPlatform()
                    .daemon()
                    .name("matryoshka-worker-" + part)
                    .start(() -> serve(part));
        }
    }

    public int threads() {
        return helpers.length + 1;
    }

    /** Runs {@code body} over {@code [0, size)}, cut in as many parts as there are threads, none below {@code grain}. */
    public void parallel(long size, long grain, Range body) {
        int parts = (int) Math.min(threads(), Math.max(1, size / Math.max(1, grain)));
        if (parts <= 1) {
            if (size > 0) body.run(0, size);
            return;
        }
        Job mine = new Job(size, parts, body);
        if (!busy.tryLock()) {
            for (int part = 0; part < parts; part++) mine.runPart(part);
            return;
        }
        try {
            share(mine);
        } finally {
            busy.unlock();
        }
    }

    private void share(Job mine) {
        job = mine;
        for (int i = 0; i < mine.parts - 1; i++) LockSupport.unpark(helpers[i]);
        try {
            mine.runPart(0);
        } finally {
            for (int spins = 0; mine.pending.get() > 0; spins++) {
                if (spins < SPINS) Thread.onSpinWait();
                else Thread.yield();
            }
            job = null;
        }
        if (mine.failure != null) throw new IllegalStateException("a worker failed", mine.failure);
    }

    private void serve(int part) {
        Job done = null;
        int spins = 0;
        while (!closed) {
            Job next = job;
            if (next == null || next == done || part >= next.parts) {
                if (spins++ < SPINS) Thread.onSpinWait();
                else LockSupport.parkNanos(this, 50_000_000);
                continue;
            }
            spins = 0;
            done = next;
            try {
                next.runPart(part);
            } catch (Throwable t) {
                next.failure = t;
            } finally {
                next.pending.decrementAndGet();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Thread helper : helpers) LockSupport.unpark(helper);
    }
}
