package matryoshka.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import matryoshka.chart.Histories;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class TrainingProgressTest {
    private static final long SECOND = 1_000_000_000;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private long now = 5;

    @Test
    void as_many_dims_as_fit_are_named_evenly_and_gaps_are_marked() {
        SortedMap<Integer, Double> losses = new TreeMap<>();
        for (int dim : List.of(8, 16, 32, 64, 128, 256, 384)) losses.put(dim, dim / 100.0);
        assertThat(byDim(losses, 80))
                .isEqualTo("8: 0.08  16: 0.16  32: 0.32  64: 0.64  128: 1.28  256: 2.56  384: 3.84");
        assertThat(byDim(losses, 44)).isEqualTo("8: 0.08 … 32: 0.32 … 128: 1.28 … 384: 3.84");
        assertThat(byDim(losses, 35)).isEqualTo("8: 0.08 … 64: 0.64 … 384: 3.84");
        assertThat(byDim(losses, 20)).isEqualTo("8: 0.08 … 384: 3.84");
        assertThat(byDim(losses, 10)).isEqualTo("384: 3.84");
        assertThat(byDim(losses, -5)).isEqualTo("384: 3.84");
        assertThat(byDim(losses.tailMap(384), 10)).isEqualTo("384: 3.84");
    }

    private static String byDim(SortedMap<Integer, Double> losses, int width) {
        return ProgressText.byDim(losses, loss -> String.format(Locale.ROOT, "%.2f", loss), width);
    }

    @Test
    void an_epochs_line_names_the_metric_and_writes_percents_for_counts_alone() {
        Tally tally = new Tally(Histories.step(10, 20), 10, 320, Duration.ofSeconds(4));
        Duration elapsed = Duration.ofSeconds(5);
        assertThat(ProgressText.epoch("MRL", Histories.epoch(1, "accuracy"), tally, elapsed))
                .isEqualTo("MRL, epoch 1 (5 s, 80 items/s), validation accuracy by dim:"
                        + "  8: 38.5 %  16: 44.8 %  384: 50.7 %");
        assertThat(ProgressText.epoch("MRL", Histories.epoch(1, "recall@1"), tally, elapsed))
                .contains("validation recall@1 by dim:  8: 38.5 %");
        assertThat(ProgressText.epoch("MRL", Histories.epoch(1, "spearman"), null, elapsed))
                .isEqualTo("MRL, epoch 1 (5 s), validation spearman by dim:  8: 0.385  16: 0.448  384: 0.507");
    }

    @Test
    void where_no_terminal_is_there_are_the_epochs_lines_alone() {
        TrainingProgress progress = progress(new ProgressView.Lines(out));
        steps(progress, 1, 3);
        progress.validated(Histories.epoch(1, "accuracy"));
        progress.ended();
        assertThat(printed().lines()).singleElement().asString().startsWith("MRL, epoch 1 (3 s, 32 items/s)");
    }

    @Test
    void a_notebook_has_one_line_that_is_replaced_at_most_every_two_seconds_and_at_the_end() {
        List<Object> values = new ArrayList<>();
        TrainingProgress progress = progress(new ProgressView.Notebook("MRL", out, values::add, () -> now));
        steps(progress, 1, 20);
        assertThat(values).hasSize(10);
        progress.validated(Histories.epoch(2, "accuracy"));
        progress.ended();
        assertThat(values.getFirst())
                .isEqualTo(new ProgressLine(
                        "MRL, step 1 of 20, epoch 1 (0:01, 0:19 left, 32 items/s), loss by dim:"
                                + "  8: 4.00  16: 3.50  384: 3.02",
                        0.05));
        assertThat(values.getLast())
                .asInstanceOf(InstanceOfAssertFactories.STRING)
                .startsWith("MRL, step 20 of 20, epoch 2 (0:20, 32 items/s), loss by dim:");
        assertThat(printed().lines()).hasSize(1);
    }

    @Test
    void after_a_resume_rate_and_time_left_are_those_of_this_process() {
        List<Object> values = new ArrayList<>();
        TrainingProgress progress = progress(new ProgressView.Notebook("MRL", out, values::add, () -> now));
        steps(progress, 16, 17);
        progress.ended();
        assertThat(values.getLast().toString()).startsWith("MRL, step 17 of 20, epoch 2 (0:02, 0:03 left, 32 items/s)");
    }

    @Test
    void nothing_is_said_of_a_training_without_steps() {
        List<Object> values = new ArrayList<>();
        TrainingProgress progress = progress(new ProgressView.Notebook("MRL", out, values::add, () -> now));
        progress.ended();
        progress.ended();
        progress(new TerminalBar("MRL", new StatusLine(out, 110))).ended();
        assertThat(values).isEmpty();
        assertThat(printed()).isEmpty();
    }

    @Test
    void a_terminals_bar_starts_at_the_first_step_seen_and_stays_below_the_epochs_lines() {
        TrainingProgress progress = progress(new TerminalBar("MRL", new StatusLine(out, 110)));
        steps(progress, 16, 20);
        progress.validated(Histories.epoch(2, "accuracy"));
        progress.ended();
        List<String> screen = screen(printed());
        assertThat(screen).hasSize(2);
        assertThat(screen.getFirst())
                .isEqualTo("MRL, epoch 2 (5 s, 32 items/s), validation accuracy by dim:"
                        + "  8: 39.5 %  16: 45.8 %  384: 51.7 %");
        assertThat(screen.getLast())
                .startsWith("MRL 100% [")
                .contains("20/20 steps (0:00:0")
                .endsWith("32 items/s, loss 8: 4.00  16: 3.50  384: 3.02")
                .hasSizeLessThanOrEqualTo(110);
    }

    @Test
    void a_status_line_wipes_what_was_longer() {
        StatusLine line = new StatusLine(out, 80);
        line.accept("a long status");
        line.printAbove("note");
        line.accept("short");
        line.close();
        line.close();
        assertThat(screen(printed())).containsExactly("note", "short");
    }

    private TrainingProgress progress(ProgressView view) {
        TrainingProgress progress = new TrainingProgress("MRL", () -> view, () -> now);
        progress.started(20, 32);
        return progress;
    }

    /** A second a step. */
    private void steps(TrainingProgress progress, int first, int last) {
        for (int step = first; step <= last; step++) {
            now += SECOND;
            progress.stepped(Histories.step(step, 20));
        }
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** What a terminal shows in the end: returns go back over a line, what is not written over stays unless wiped. */
    private static List<String> screen(String printed) {
        List<String> lines = new ArrayList<>();
        for (String written : printed.split("\n")) {
            StringBuilder line = new StringBuilder();
            for (String part : written.split("\r")) {
                String text = part.replace("\033[K", "");
                line.replace(0, Math.min(line.length(), text.length()), text);
                if (!text.equals(part)) line.setLength(text.length());
            }
            lines.add(line.toString());
        }
        return lines;
    }
}
