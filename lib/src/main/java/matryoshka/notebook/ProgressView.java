package matryoshka.notebook;

import java.io.PrintStream;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Where a training's progress is seen. */
interface ProgressView {
    /** After every step. */
    void stepped(Tally tally);

    /** A line to stay. */
    void line(String text);

    /** Training is over; {@code tally} is null if no step was made. */
    void close(Tally tally);

    /** Lines alone: standard error goes to a file or another program. */
    record Lines(PrintStream out) implements ProgressView {
        @Override
        public void stepped(Tally tally) {}

        @Override
        public void line(String text) {
            out.println(text);
        }

        @Override
        public void close(Tally tally) {}
    }

    /** Beside the lines an output of the cell that changes in place: a bar with a line, in the end the line alone. */
    final class Notebook implements ProgressView {
        private static final int LOSSES_WIDTH = 50;

        private final String task;
        private final PrintStream out;
        private final Consumer<Object> output;
        private final Pace pace;

        Notebook(String task, PrintStream out, Consumer<Object> output, LongSupplier nanos) {
            this.task = task;
            this.out = out;
            this.output = output;
            pace = new Pace(nanos);
        }

        @Override
        public void stepped(Tally tally) {
            if (pace.isDue()) pace.run(() -> output.accept(new ProgressLine(line(tally), tally.done())));
        }

        private String line(Tally tally) {
            return ProgressText.line(task, tally, LOSSES_WIDTH);
        }

        @Override
        public void line(String text) {
            out.println(text);
        }

        @Override
        public void close(Tally tally) {
            if (tally != null) output.accept(line(tally));
        }
    }
}
