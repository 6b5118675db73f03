package matryoshka.notebook;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import matryoshka.train.EpochReport;
import matryoshka.train.StepReport;
import matryoshka.train.TrainingListener;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * How training goes, for the eye: in a terminal a bar on standard error with time left, examples a second and the loss;
 * everywhere a line for every epoch's validation (in a notebook on standard output).
 */
public final class TrainingProgress implements TrainingListener {
    private final String task;
    private final boolean terminal =
            System.console() != null && System.console().isTerminal();
    private final PrintStream lines = Show.insideNotebook() ? System.out : System.err;
    private ProgressBar bar;
    private long started;
    private long examples;

    public TrainingProgress(String task) {
        this.task = task;
    }

    @Override
    public void started(int steps, int batchSize) {
        started = System.nanoTime();
        if (terminal)
            bar = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(steps)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUnit(" steps", 1)
                    .setUpdateIntervalMillis(200)
                    .setMaxRenderedLength(110)
                    .build();
    }

    @Override
    public void stepped(StepReport step) {
        examples += step.examples();
        if (bar == null) return;
        bar.stepTo(step.step());
        bar.setExtraMessage(String.format(Locale.ROOT, " %.0f ex/s, loss %.2f", examplesPerSecond(), step.loss()));
    }

    private double examplesPerSecond() {
        return examples / ((System.nanoTime() - started) / 1e9);
    }

    @Override
    public void validated(EpochReport epoch) {
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "%s, epoch %d (%s, %.0f examples/s), validation accuracy by dim:",
                task,
                epoch.epoch(),
                seconds(),
                examplesPerSecond()));
        for (EpochReport.DimensionLoss at : epoch.validation())
            line.append(String.format(Locale.ROOT, "  %d: %.1f %%", at.dim(), 100 * at.accuracy()));
        lines.println((bar == null ? "" : "\r\033[K") + line);
    }

    private String seconds() {
        return Duration.ofNanos(System.nanoTime() - started).toSeconds() + " s";
    }

    @Override
    public void ended() {
        if (bar != null) bar.close();
    }
}
