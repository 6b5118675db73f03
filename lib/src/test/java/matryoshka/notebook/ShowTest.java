package matryoshka.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

class ShowTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void a_table_is_printed_under_its_name() {
        show(Table.create("sizes", IntColumn.create("n", new int[] {1})));
        assertThat(printed()).isEqualTo("sizes\nn\n─\n1\n");
    }

    @Test
    void a_chart_becomes_a_png_of_twice_its_size_and_its_path_is_printed() throws IOException {
        show(chart("Top-1 by dimension (WordNet)"));
        Path file = folder.resolve("out/top-1-by-dimension-wordnet.png");
        assertThat(printed()).isEqualTo("chart written to " + file + System.lineSeparator());
        try (InputStream in = Files.newInputStream(file)) {
            assertThat(ImageIO.read(in))
                    .satisfies(image -> assertThat(image.getWidth()).isEqualTo(800))
                    .satisfies(image -> assertThat(image.getHeight()).isEqualTo(600));
        }
    }

    @Test
    void a_chart_without_a_title_has_a_file_name_all_the_same() {
        show(chart(""));
        assertThat(folder.resolve("out/chart.png")).exists();
    }

    @Test
    void equal_charts_give_equal_bytes() {
        assertThat(ChartImage.png(chart("same"))).isEqualTo(ChartImage.png(chart("same")));
    }

    @Test
    void anything_else_is_printed_as_text() {
        show(null);
        show(3);
        assertThat(printed().lines()).containsExactly("null", "3");
    }

    @Test
    void a_window_where_there_is_no_display_is_refused_with_what_to_do() {
        assertThatIllegalStateException()
                .isThrownBy(() -> ChartWindow.open(chart("Top-1")))
                .withMessageContaining("set DISPLAY")
                .withMessageContaining("leave --window out");
        ChartWindow.awaitClosed(); // nothing to wait for
    }

    @Test
    void show_needs_no_kernel_classes() throws Exception {
        try (URLClassLoader loader = new WithoutKernel()) {
            Class<?> show = loader.loadClass(Show.class.getName());
            assertThat(show.getClassLoader()).isSameAs(loader);
            PrintStream before = System.out;
            System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
            try {
                show.getMethod("show", Object.class).invoke(null, "hello");
            } finally {
                System.setOut(before);
            }
            assertThat(printed()).isEqualTo("hello" + System.lineSeparator());
        }
    }

    /** Loads this package anew, and says that JJava is absent. */
    private static final class WithoutKernel extends URLClassLoader {
        WithoutKernel() {
            super(new URL[] {Show.class.getProtectionDomain().getCodeSource().getLocation()});
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("org.dflib.")) throw new ClassNotFoundException(name);
            if (!name.startsWith("matryoshka.")) return super.loadClass(name, resolve);
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }

    private static XYChart chart(String title) {
        XYChart chart = new XYChartBuilder().width(400).height(300).title(title).build();
        chart.addSeries("MRL", new double[] {8, 16}, new double[] {0.5, 0.6});
        return chart;
    }

    private void show(Object value) {
        new TerminalDisplay(new PrintStream(bytes, true, StandardCharsets.UTF_8), folder.resolve("out")).display(value);
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
