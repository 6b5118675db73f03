package matryoshka.notebook;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import matryoshka.train.EpochReport;
import matryoshka.train.StepReport;
import matryoshka.train.TrainingListener;

/**
 * How training goes, for the eye: in a terminal a bar on standard error, in a notebook a line that changes in place,
 * both with time left, items a second and the loss by dim; everywhere a line for every epoch's validation (in a
 * notebook on standard output). After a resume, rates and times are those of this process.
 */
public final class TrainingProgress implements TrainingListener {
    private final String task;
    private final Supplier<ProgressView> views;
    private final LongSupplier nanos;
    private ProgressView view;
    private long started;
    private Tally tally; // null before the first step

    /** @param task what the lines begin with, such as MRL */
    public TrainingProgress(String task) {
        this(task, () -> view(task), System::nanoTime);
    }

    TrainingProgress(String task, Supplier<ProgressView> views, LongSupplier nanos) {
        this.task = task;
        this.views = views;
        this.nanos = nanos;
    }

    private static ProgressView view(String task) {
        if (Show.insideNotebook())
            return new ProgressView.Notebook(task, System.out, NotebookDisplay.replaceable(), System::nanoTime);
        if (Terminal.isThere()) return new TerminalBar(task, StatusLine.within(System.err, TerminalBar.WIDTH));
        return new ProgressView.Lines(System.err);
    }

    @Override
    public void started(int steps, int batchSize) {
        view = views.get();
        started = nanos.getAsLong();
        tally = null;
    }

    @Override
    public void stepped(StepReport step) {
        int steps = tally == null ? 0 : tally.steps();
        long items = tally == null ? 0 : tally.items();
        tally = new Tally(step, steps + 1, items + step.items(), elapsed());
        view.stepped(tally);
    }

    private Duration elapsed() {
        return Duration.ofNanos(nanos.getAsLong() - started);
    }

    @Override
    public void validated(EpochReport epoch) {
        view.line(ProgressText.epoch(task, epoch, tally, elapsed()));
    }

    @Override
    public void ended() {
        if (view != null) view.close(tally);
        view = null;
    }
}
