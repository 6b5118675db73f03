package matryoshka.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import matryoshka.chart.ChartPanels;
import matryoshka.chart.Histories;
import matryoshka.chart.TrainingCharts;
import matryoshka.train.TrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveChartTest {
    private static final long SECOND = 1_000_000_000;
    private static final int STEPS = 40;
    private static final LiveChart.View ALL = new LiveChart.View(TrainingCharts::lossAndScore, step -> true);

    private final List<String> shown = new ArrayList<>();
    private long now = -3 * SECOND; // a clock of nanoseconds may begin anywhere
    private long drawingTakes;

    private LiveChart chart(LiveChart.View view) {
        LiveChart.Screen screen = chart -> {
            now += drawingTakes;
            shown.add(((ChartPanels) chart).panels().size() + " panels");
        };
        return new LiveChart("MRL", view, () -> screen, () -> now);
    }

    @Test
    void it_is_drawn_at_the_first_step_and_then_at_most_every_two_seconds() {
        LiveChart chart = started(chart(ALL));
        for (int step = 1; step <= 9; step++) {
            chart.stepped(Histories.step(step, STEPS));
            now += SECOND / 2;
        }
        assertThat(shown).as("after 0, 2 and 4 seconds").hasSize(3);
    }

    @Test
    void it_is_drawn_less_often_where_drawing_is_slow() {
        drawingTakes = SECOND / 4;
        LiveChart chart = started(chart(ALL));
        for (int step = 1; step <= STEPS; step++) {
            chart.stepped(Histories.step(step, STEPS));
            now += SECOND / 2;
        }
        assertThat(shown).as("in 20 seconds, at most a twentieth of the time").hasSize(4);
    }

    @Test
    void it_is_drawn_after_every_epoch_and_at_the_end_if_there_is_news() {
        LiveChart chart = started(chart(ALL));
        chart.stepped(Histories.step(1, STEPS));
        chart.validated(Histories.epoch(1, "accuracy"));
        chart.stepped(Histories.step(2, STEPS));
        chart.ended();
        chart.ended();
        assertThat(shown).containsExactly("1 panels", "2 panels", "2 panels");
    }

    @Test
    void nothing_is_drawn_before_there_is_something_to_draw() {
        LiveChart gradients =
                started(chart(new LiveChart.View(TrainingCharts::gradients, step -> step.gradients() != null)));
        gradients.validated(Histories.epoch(1, "accuracy"));
        gradients.stepped(Histories.step(11, STEPS));
        assertThat(shown).isEmpty();
        gradients.stepped(Histories.look(12, STEPS));
        assertThat(shown).hasSize(1);
        now += 3 * SECOND;
        gradients.stepped(Histories.step(13, STEPS));
        gradients.ended();
        assertThat(shown).as("no look, no news").hasSize(1);
    }

    @Test
    void a_second_training_begins_anew() {
        List<Integer> steps = new ArrayList<>();
        LiveChart chart = chart(new LiveChart.View(
                history -> {
                    steps.add(history.steps().size());
                    return TrainingCharts.lossAndScore(history);
                },
                step -> true));
        for (int training = 0; training < 2; training++) {
            started(chart).stepped(Histories.step(1, STEPS));
            chart.ended();
        }
        assertThat(steps).containsExactly(1, 1);
    }

    @Test
    void an_error_in_drawing_is_said_once_and_does_not_stop_training() {
        LiveChart broken = chart(new LiveChart.View(
                history -> {
                    throw new IllegalStateException("no ink");
                },
                step -> true));
        String said = standardError(() -> {
            started(broken);
            for (int step = 1; step <= 3; step++) {
                broken.stepped(Histories.step(step, STEPS));
                now += 30 * SECOND;
            }
            broken.validated(Histories.epoch(1, "accuracy"));
            broken.ended();
        });
        assertThat(said.lines()).hasSize(1);
        assertThat(said).contains("MRL: no live chart, training goes on", "no ink");
    }

    @Test
    void an_interrupt_is_left_to_the_trainer() {
        LiveChart chart = started(chart(ALL));
        Thread.currentThread().interrupt();
        chart.stepped(Histories.step(1, STEPS));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(shown).isEmpty();
        chart.ended();
        assertThat(shown).hasSize(1);
    }

    @Test
    void outside_notebooks_it_is_a_png_file_always_whole_and_its_place_is_said_once(@TempDir Path folder)
            throws IOException {
        Path file = folder.resolve("live/train.png");
        LiveChart chart = new LiveChart("MRL", file);
        String said = standardError(() -> started(chart));
        assertThat(said.lines()).singleElement().asString().endsWith("MRL: live chart in " + file);

        chart.stepped(Histories.step(1, STEPS));
        assertThat(image(file).getHeight()).isEqualTo(2 * 420);
        chart.validated(Histories.epoch(1, "accuracy"));
        assertThat(image(file).getHeight()).isEqualTo(2 * 840);
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void where_the_file_cannot_be_written_training_goes_on(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("file"), "not a folder");
        LiveChart chart = LiveChart.ofGradients("MRL", folder.resolve("file/train.png"));
        String said = standardError(() -> started(chart).stepped(Histories.look(1, STEPS)));
        assertThat(said.lines()).hasSize(2).last().asString().contains("training goes on");
    }

    private static BufferedImage image(Path file) throws IOException {
        return ImageIO.read(file.toFile());
    }

    private static <L extends TrainingListener> L started(L listener) {
        listener.started(STEPS, 32);
        return listener;
    }

    static String standardError(Runnable task) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            task.run();
        } finally {
            System.setErr(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
