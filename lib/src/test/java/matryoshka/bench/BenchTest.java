package matryoshka.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import matryoshka.Embeddings;
import matryoshka.Npy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the benchmarks print, on work so small that its times mean nothing. */
@ResourceLock(Resources.SYSTEM_OUT)
class BenchTest {
    private static final String TINY = "--layers 1 --hidden 32 --heads 2 --intermediate 64 --batch 2 --tokens 6"
            + " --classes 3 --repeats 2 --threads 2 --warm-up 0";
    private static final ObjectMapper STRICT = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    private static final Pattern ROW = Pattern.compile("(.+?) +([0-9.]+) ms +([0-9.]+) %");

    @TempDir
    Path folder;

    private record Ran(int code, String output, String errors) {
        /** The only thing printed. */
        JsonNode json() throws JsonProcessingException {
            assertThat(errors).isEmpty();
            assertThat(code).isZero();
            return STRICT.readTree(output);
        }
    }

    private static Ran run(String... arguments) {
        PrintStream standard = System.out;
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        StringWriter errors = new StringWriter();
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
        try {
            int code = Bench.commandLine().setErr(new PrintWriter(errors, true)).execute(arguments);
            return new Ran(code, output.toString(StandardCharsets.UTF_8), errors.toString());
        } finally {
            System.setOut(standard);
        }
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("texts.txt"), content);
    }

    @Test
    void evaluate_prints_the_ratio_of_all_dims_to_one_exact_search() throws IOException {
        Path rows = folder.resolve("x.npy");
        float[] values = new float[20 * 16];
        for (int i = 0; i < values.length; i++) values[i] = (i * 7919 % 13) - 6;
        Npy.write(rows, Embeddings.of(values, 20, 16));
        Ran ran = run("evaluate", "--rounds", "1", "--database", rows.toString(), "--queries", rows.toString());
        assertThat(ran.errors()).isEmpty();
        assertThat(ran.output())
                .contains("\"rows\":20,\"queries\":20,\"dims\":\"8,16\"", "\"ratio\":", "\"ratio_max\":");
        assertThat(run("evaluate", "--rounds", "0", "--database", "x", "--queries", "q")
                        .errors())
                .contains("--rounds");
    }

    @Test
    void knn_prints_a_line_an_index_and_writes_the_ids_that_exact_search_finds() throws IOException {
        Path rows = folder.resolve("x.npy"), queries = folder.resolve("q.npy"), ids = folder.resolve("ids.npy");
        Npy.write(rows, Embeddings.of(new float[] {0, 0, 1, 1, 5, 5, 6, 6}, 4, 2));
        Npy.write(queries, Embeddings.of(new float[] {5.4f, 5.4f, 0.9f, 0.9f}, 2, 2));
        Ran ran = run(("knn --k 2 --ef 8,9 --warm-up 0 --database " + rows + " --queries " + queries + " --ids " + ids)
                .split(" "));
        assertThat(ran.errors()).isEmpty();
        assertThat(ran.output().lines())
                .hasSize(5)
                .allMatch(line -> line.matches("\\{\"peer\":\"[a-z-]+\",\"rows\":4,\"dim\":2,\"build_s\":[0-9.E-]+,"
                        + "(\"ef\":(8|9),)?"
                        + "\"batch_qps\":[0-9.E]+,\"single_qps\":[0-9.E]+,\"recall_at_k\":1.0}"));
        byte[] file = Files.readAllBytes(ids);
        int[] found = new int[4];
        ByteBuffer.wrap(file, file.length - 16, 16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer()
                .get(found);
        assertThat(found).containsExactly(2, 3, 1, 0);
        assertThat(new String(file, StandardCharsets.ISO_8859_1)).contains("'<i4'", "(2, 2)");
        assertThat(run(("knn --skip cover-tree --database " + rows + " --queries " + queries).split(" "))
                        .errors())
                .contains("\"cover-tree\"; there are [brute-force, kd-tree, hnsw, ivf]");
    }

    @Test
    void step_prints_one_json_object_with_the_work_and_three_timings() throws JsonProcessingException {
        JsonNode result = run(("step " + TINY).split(" ")).json();
        assertThat(result.path("work").toString())
                .isEqualTo("{\"layers\":1,\"hidden\":32,\"heads\":2,\"intermediate\":64,\"batch\":2,\"tokens\":6,"
                        + "\"classes\":3,\"repeats\":2,\"threads\":2}");
        double peak = result.path("gemm_peak_gflops").asDouble();
        assertThat(peak).isPositive();
        assertThat(result.path("peak_rss_mb").isIntegralNumber()).isTrue();
        double flops = 2 * 12 * (4 * 32 * 32 + 2 * 32 * 64 + 2 * 6 * 32); // 12 tokens through one layer
        check(result.path("forward"), flops, peak);
        check(result.path("forward_backward"), 3 * flops, peak);
        check(result.path("step"), 3 * flops, peak);
    }

    /** Rates follow from the median, as far as that was rounded to 0.01 ms. */
    private static void check(JsonNode timing, double flops, double peak) {
        assertThat(timing.fieldNames())
                .toIterable()
                .containsExactly("min_ms", "median_ms", "tokens_per_s", "gflops", "gemm_peak_share");
        double median = timing.path("median_ms").asDouble();
        assertThat(timing.path("min_ms").asDouble()).isPositive().isLessThanOrEqualTo(median);
        double slack = 0.0051 / (median - 0.005);
        double tokens = 12e3 / median;
        assertThat(timing.path("tokens_per_s").asDouble()).isCloseTo(tokens, within(tokens * slack + 1));
        double gflops = flops / median / 1e6;
        assertThat(timing.path("gflops").asDouble()).isCloseTo(gflops, within(gflops * slack + 0.06));
        assertThat(timing.path("gemm_peak_share").asDouble())
                .isCloseTo(gflops / peak, within(gflops / peak * slack + 0.002));
    }

    @Test
    @Tag("slow")
    void encode_prints_one_json_object_on_a_line() throws IOException {
        Path texts = file(String.join("\n", Collections.nCopies(20, "a large grey animal with a trunk")));
        Ran ran = run("encode", texts.toString(), "--batch", "8", "--threads", "1");
        JsonNode result = ran.json();
        assertThat(ran.output().lines()).hasSize(1);
        assertThat(result.fieldNames())
                .toIterable()
                .containsExactly("peer", "texts", "batch", "seconds", "texts_per_s", "peak_rss_mb");
        assertThat(result.path("texts").asInt()).isEqualTo(20);
        assertThat(result.path("batch").asInt()).isEqualTo(8);
        double rate = result.path("texts_per_s").asDouble();
        assertThat(20 / rate).isCloseTo(result.path("seconds").asDouble(), within(0.006));
    }

    @Test
    void profile_prints_a_table_whose_rows_add_up_to_the_total() {
        Ran ran = run(("profile " + TINY).split(" "));
        assertThat(ran.code()).as(ran.errors()).isZero();
        List<Matcher> rows = ran.output().lines().map(ROW::matcher).toList();
        assertThat(rows).hasSizeGreaterThan(5).allMatch(Matcher::matches);
        Matcher total = rows.getLast();
        List<Matcher> operations = rows.subList(0, rows.size() - 1);
        assertThat(total.group(1)).isEqualTo("total");
        assertThat(operations.stream().map(row -> row.group(1)))
                .doesNotHaveDuplicates()
                .contains("fused_attention", "fused_attention_bp", "fused_linear", "fused_linear_bp");
        double half = 0.5 * rows.size(); // the most that rounding adds up to, in last digits
        assertThat(sum(operations, 2)).isCloseTo(number(total, 2), within(1e-3 * half));
        assertThat(sum(operations, 3)).isCloseTo(100, within(0.1 * half));
        assertThat(number(total, 3)).isEqualTo(100);
    }

    private static double sum(List<Matcher> rows, int column) {
        return rows.stream().mapToDouble(row -> number(row, column)).sum();
    }

    private static double number(Matcher row, int column) {
        return Double.parseDouble(row.group(column));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--heads 3       | hidden must be a multiple of heads, got 32 and 3",
                "--tokens 2      | --tokens must be 3 or more, got 2",
                "--tokens 513    | --tokens must be 512 or less, got 513",
                "--threads 0     | --threads must be 1 or more, got 0",
                "--batch 0       | --batch must be 1 or more, got 0",
                "--hidden 4      | --hidden must be 8 or more, got 4",
                "--layers 0      | --layers must be 1 or more, got 0",
                "--heads 0       | --heads must be 1 or more, got 0",
                "--intermediate 0| --intermediate must be 1 or more, got 0",
                "--classes 1     | --classes must be 2 or more, got 1",
                "--repeats 0     | --repeats must be 1 or more, got 0",
                "--warm-up -1    | --warm-up must be 0 or more seconds, got -1.0"
            })
    void step_and_profile_refuse_sizes_that_cannot_be(String change, String message) {
        String tiny = TINY.replaceAll(change.split(" ")[0] + " \\S+", change);
        for (String command : List.of("step", "profile")) {
            Ran ran = run((command + " " + tiny).split(" "));
            assertThat(ran.code()).isEqualTo(1);
            assertThat(ran.output()).isEmpty();
            assertThat(ran.errors()).startsWith("error: " + message).hasLineCount(1);
        }
    }

    @Test
    void encode_refuses_files_without_texts_and_sizes_below_1() throws IOException {
        Path texts = file("a text\n");
        Path empty = Files.createFile(folder.resolve("empty"));
        Path latin = Files.write(folder.resolve("latin"), new byte[] {'c', 'a', 'f', (byte) 0xe9});
        refuses("missing.txt is not a file: name one with a text a line", folder.resolve("missing.txt"));
        refuses("empty is empty: write a text a line into it", empty);
        refuses("latin is not UTF-8: save it as UTF-8", latin);
        refuses("--batch must be 1 or more, got 0", texts, "--batch", "0");
        refuses("--threads must be 1 or more, got 0", texts, "--threads", "0");
    }

    private static void refuses(String message, Path texts, String... options) {
        String[] start = {"encode", texts.toString()};
        Ran ran =
                run(Stream.concat(Arrays.stream(start), Arrays.stream(options)).toArray(String[]::new));
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.output()).isEmpty();
        assertThat(ran.errors()).startsWith("error: ").endsWith(message + System.lineSeparator());
    }

    @Test
    void wrong_usage_has_exit_code_2_and_prints_nothing_on_standard_output() {
        for (String usage : List.of("step --tokens many", "encode", "profile --no-such-option")) {
            Ran ran = run(usage.split(" "));
            assertThat(ran.code()).as(usage).isEqualTo(2);
            assertThat(ran.output()).isEmpty();
            assertThat(ran.errors()).contains("Usage: bench");
        }
    }
}
