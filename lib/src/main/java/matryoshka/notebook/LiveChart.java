package matryoshka.notebook;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import matryoshka.chart.ChartPanels;
import matryoshka.chart.Charts;
import matryoshka.chart.TrainingCharts;
import matryoshka.train.EpochReport;
import matryoshka.train.StepReport;
import matryoshka.train.TrainingHistory;
import matryoshka.train.TrainingListener;
import org.knowm.xchart.internal.chartpart.Chart;

/**
 * A chart of training while it goes on: in a notebook one output that changes in place, elsewhere a PNG file that is
 * replaced as a whole. It is drawn anew every 2 seconds or more, so that it takes about a twentieth of the time, and
 * after every epoch. A training that goes on after a checkpoint is shown from there. An error in drawing is said once
 * and does not stop training.
 */
public final class LiveChart implements TrainingListener {
    private final String task;
    private final View view;
    private final Supplier<Screen> screens;
    private final LongSupplier nanos;
    private final List<StepReport> steps = new ArrayList<>();
    private final List<EpochReport> epochs = new ArrayList<>();
    private Screen screen;
    private Pace pace;
    private boolean drawable; // there has been a step to draw something of
    private boolean news; // since the chart was drawn
    private boolean failed;

    /** What is drawn, and which steps change it. */
    record View(Function<TrainingHistory, ChartPanels> painter, Predicate<StepReport> changes) {}

    /** Where it is shown. */
    @FunctionalInterface
    interface Screen {
        void show(Chart<?, ?> chart) throws IOException;
    }

    /**
     * Loss and validation score by dim.
     *
     * @param task what the chart's titles begin with, such as MRL
     * @param file the PNG file to write where no notebook is
     */
    public LiveChart(String task, Path file) {
        this(task, file, new View(TrainingCharts::lossAndScore, step -> true));
    }

    /** Norms of the single dims' gradients and how far they agree, from the steps that looked at them. */
    public static LiveChart ofGradients(String task, Path file) {
        return new LiveChart(task, file, new View(TrainingCharts::gradients, step -> step.gradients() != null));
    }

    private LiveChart(String task, Path file, View view) {
        this(task, view, () -> screen(task, file), System::nanoTime);
    }

    LiveChart(String task, View view, Supplier<Screen> screens, LongSupplier nanos) {
        this.task = task;
        this.view = view;
        this.screens = screens;
        this.nanos = nanos;
    }

    private static Screen screen(String task, Path file) {
        if (Show.insideNotebook()) return NotebookDisplay.replaceable()::accept;
        System.err.println(Terminal.freshLine() + task + ": live chart in " + file);
        return chart -> Charts.png(chart, file);
    }

    @Override
    public void started(int steps, int batchSize) {
        this.steps.clear();
        epochs.clear();
        drawable = false;
        screen = screens.get();
        pace = new Pace(nanos);
    }

    @Override
    public void stepped(StepReport step) {
        steps.add(step);
        if (view.changes().test(step)) news = drawable = true;
        if (news && pace.isDue()) draw();
    }

    @Override
    public void validated(EpochReport epoch) {
        epochs.add(epoch);
        news = drawable;
        draw();
    }

    @Override
    public void ended() {
        draw();
    }

    /** Not under an interrupt, which would close the file in its middle: training is about to end. */
    private void draw() {
        if (news && !Thread.currentThread().isInterrupted()) pace.run(this::paint);
    }

    private void paint() {
        try {
            ChartPanels chart = view.painter().apply(new TrainingHistory(steps, epochs, false));
            chart.prefixTitles(task + " · ");
            screen.show(chart);
            news = false;
        } catch (ClosedByInterruptException endOfTraining) {
            // the thread stays interrupted, for the trainer to see
        } catch (Exception | LinkageError | InternalError e) { // the last two: a machine without fonts
            complain(e);
        }
    }

    private void complain(Throwable e) {
        if (!failed) System.err.println(Terminal.freshLine() + task + ": no live chart, training goes on: " + e);
        failed = true;
    }
}
