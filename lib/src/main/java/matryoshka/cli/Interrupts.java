package matryoshka.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Ctrl-C made polite: it interrupts the command's thread, and the process lives on until the command has saved what it
 * has, at most two minutes.
 */
final class Interrupts {
    static final int EXIT_CODE = 130;
    private static final long PATIENCE_SECONDS = 120;

    private Interrupts() {}

    /** Runs a command; its exit code, or {@link #EXIT_CODE} if it ended because of an interrupt. */
    static int politely(IntSupplier command) {
        Thread worker = Thread.currentThread();
        CountDownLatch done = new CountDownLatch(1);
        Thread hook = new Thread(() -> {
            worker.interrupt();
            await(done);
        });
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            int code = command.getAsInt();
            return withdraw(hook) ? code : EXIT_CODE;
        } finally {
            done.countDown();
        }
    }

    private static boolean withdraw(Thread hook) {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            return false;
        }
    }

    private static void await(CountDownLatch done) {
        try {
            done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
