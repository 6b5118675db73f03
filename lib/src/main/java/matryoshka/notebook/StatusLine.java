package matryoshka.notebook;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarConsumer;

/**
 * The last line of a terminal, which a bar rewrites while other lines are printed above it. The bar's own consumer
 * moves the cursor instead, and writes over what others print.
 */
final class StatusLine implements ProgressBarConsumer {
    private static final String CLEAR_TO_END = "\033[K";

    private final PrintStream out;
    private final int width;
    private String shown = "";

    /** @param width characters at most */
    StatusLine(PrintStream out, int width) {
        this.out = out;
        this.width = width;
    }

    /** As wide as the terminal, at most {@code width} characters. */
    static StatusLine within(PrintStream out, int width) {
        return new StatusLine(out, Math.min(width, new ConsoleProgressBarConsumer(out).getMaxRenderedLength()));
    }

    @Override
    public int getMaxRenderedLength() {
        return width;
    }

    @Override
    public synchronized void accept(String text) {
        shown = text;
        out.print("\r" + text + CLEAR_TO_END);
        out.flush();
    }

    /** Prints a whole line above this one. */
    synchronized void printAbove(String line) {
        out.print("\r" + line + CLEAR_TO_END + System.lineSeparator() + shown);
        out.flush();
    }

    @Override
    public synchronized void close() {
        if (!shown.isEmpty()) out.println();
        shown = "";
        out.flush();
    }
}
