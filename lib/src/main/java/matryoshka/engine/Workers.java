package matryoshka.engine;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The threads an engine owns: the caller and {@code threads − 1} daemons that share one range of work at a time.
 * A range is always cut in the same places, so results do not depend on who runs which part, and a thread that the
 * system holds up delays only the part it has begun. A second caller that finds the workers busy, or one inside a
 * range, runs its range alone.
 */
public final class Workers implements AutoCloseable {
    /** Work on {@code [from, to)}. */
    @FunctionalInterface
    public interface Range {
        void run(long from, long to);
    }

    /** One of several pieces of work. */
    @FunctionalInterface
    public interface Task {
        void run(int number);
    }

    private static final int SPINS = 20_000;

    private final Thread[] helpers;
    private final ReentrantLock busy = new ReentrantLock();
    private volatile Job current;
    private volatile boolean closed;

    /** A range being worked on: whoever is free takes the next part. */
    private static final class Job {
        final long size;
        final int parts;
        final Range body;
        final AtomicInteger taken = new AtomicInteger();
        final AtomicInteger finished = new AtomicInteger();
        final AtomicReference<Throwable> failure = new AtomicReference<>();

        Job(long size, int parts, Range body) {
            this.size = size;
            this.parts = parts;
            this.body = body;
        }

        void work() {
            for (int part; (part = taken.getAndIncrement()) < parts; finished.incrementAndGet()) {
                try {
                    body.run(size * part / parts, size * (part + 1) / parts);
                } catch (Throwable t) {
                    failure.compareAndSet(null, t);
                }
            }
        }

        boolean done() {
            return finished.get() == parts;
        }

        void throwFailure() {
            switch (failure.get()) {
                case null -> {}
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                case Throwable t -> throw new IllegalStateException(t);
            }
        }
    }

    public Workers(int threads) {
        if (threads < 1) throw new IllegalArgumentException("threads must be 1 or more, got " + threads);
        helpers = new Thread[threads - 1];
        for (int i = 0; i < helpers.length; i++) {
            helpers[i] = Thread.ofPlatform()
                    .daemon()
                    .name("matryoshka-worker-" + (i + 1))
                    .start(this::serve);
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
        run(new Job(size, parts, body));
    }

    /** Runs tasks 0 to {@code count} − 1, begun in that order, each by one thread. */
    public void tasks(int count, Task task) {
        Range body = (from, to) -> task.run((int) from);
        if (threads() > 1 && count > 1) run(new Job(count, count, body));
        else for (int i = 0; i < count; i++) task.run(i);
    }

    private void run(Job job) {
        if (busy.isHeldByCurrentThread() || !busy.tryLock()) {
            job.work();
        } else {
            try {
                share(job);
            } finally {
                busy.unlock();
            }
        }
        job.throwFailure();
    }

    private void share(Job job) {
        current = job;
        for (int i = 0; i < Math.min(helpers.length, job.parts - 1); i++) LockSupport.unpark(helpers[i]);
        job.work();
        for (int spins = 0; !job.done(); spins++) {
            if (spins < SPINS) Thread.onSpinWait();
            else Thread.yield();
        }
        current = null;
    }

    private void serve() {
        Job last = null;
        int spins = 0;
        while (!closed) {
            Job job = current;
            if (job != null && job != last) {
                job.work();
                last = job;
                spins = 0;
            } else if (spins++ < SPINS) Thread.onSpinWait();
            else LockSupport.parkNanos(this, 50_000_000);
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Thread helper : helpers) LockSupport.unpark(helper);
    }
}
