package matryoshka.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class SafetensorsTest {
    @TempDir
    Path folder;

    /** A file as the format's description has it, made without the writer under test. */
    private Path file(String header, byte... data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        return Files.write(
                folder.resolve("x.safetensors"),
                bytes.putLong(json.length).put(json).put(data).array());
    }

    private static String tensor(String dtype, String shape, int begin, int end) {
        return "{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}".formatted(dtype, shape, begin, end);
    }

    private static byte[] shorts(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) bytes.putShort((short) value);
        return bytes.array();
    }

    @Test
    void what_is_written_is_read_bit_for_bit_in_order_and_shape() throws IOException {
        var tensors = new LinkedHashMap<String, INDArray>();
        tensors.put("z.weight", Nd4j.create(new float[] {0f, -0f, 1e-42f, Float.MAX_VALUE, Float.NaN, -3.25f}, 2, 3));
        tensors.put("a \"quoted\" ü", Nd4j.create(new float[] {7}, 1, 1, 1));
        tensors.put("scalar", Nd4j.scalar(4f));
        tensors.put("long", Nd4j.rand(3, 70_001)); // more than one chunk
        tensors.put("view", Nd4j.rand(6, 4).get(NDArrayIndex.interval(2, 5), NDArrayIndex.all()));
        Path file = folder.resolve("model.safetensors");
        Safetensors.write(file, Parameters.of(tensors), Map.of("format", "pt", "note", "ü"));

        Safetensors.Content content = Safetensors.read(file);
        assertThat(content.metadata()).containsOnly(Map.entry("format", "pt"), Map.entry("note", "ü"));
        assertThat(content.parameters().names()).containsExactlyElementsOf(tensors.keySet());
        tensors.forEach((name, array) -> {
            assertThat(content.parameters().get(name).shape()).isEqualTo(array.shape());
            assertThat(bits(content.parameters().get(name))).isEqualTo(bits(array));
        });
    }

    private static int[] bits(INDArray array) {
        float[] values = array.dup('c').data().asFloat();
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) bits[i] = Float.floatToRawIntBits(values[i]);
        return bits;
    }

    @Test
    void tensors_start_at_a_multiple_of_eight_bytes() throws IOException {
        Path file = folder.resolve("model.safetensors");
        for (String name : new String[] {"a", "ab", "abc", "abcd", "abcde", "abcdef", "abcdefg", "abcdefgh"}) {
            Safetensors.write(file, Parameters.of(Map.of(name, Nd4j.ones(1))), Map.of());
            assertThat(ByteBuffer.wrap(Files.readAllBytes(file))
                                    .order(ByteOrder.LITTLE_ENDIAN)
                                    .getLong()
                            % 8)
                    .isZero();
        }
    }

    @Test
    void every_half_and_bfloat_pattern_widens_as_the_definition_says() throws IOException {
        int[] patterns = IntStream.range(0, 1 << 16).toArray();
        String shape = "[" + patterns.length + "]";
        INDArray halves = read(file("{\"x\":" + tensor("F16", shape, 0, 1 << 17) + "}", shorts(patterns)));
        INDArray bfloats = read(file("{\"x\":" + tensor("BF16", shape, 0, 1 << 17) + "}", shorts(patterns)));

        for (int pattern : patterns) {
            assertSame(halves.getFloat(pattern), decoded(pattern, 10, 15), pattern);
            assertSame(bfloats.getFloat(pattern), decoded(pattern, 7, 127), pattern);
        }
    }

    private static INDArray read(Path file) throws IOException {
        return Safetensors.read(file).parameters().get("x");
    }

    private static void assertSame(float actual, double expected, int pattern) {
        assertThat(Double.compare(actual, expected)).as("pattern %04x", pattern).isZero();
    }

    /** IEEE 754: sign, exponent with that bias, fraction of that many bits. */
    private static double decoded(int pattern, int fractionBits, int bias) {
        int exponent = (pattern & 0x7fff) >> fractionBits;
        double fraction = (pattern & ((1 << fractionBits) - 1)) / (double) (1 << fractionBits);
        double sign = pattern >> 15 == 0 ? 1 : -1;
        if (exponent == 2 * bias + 1) return fraction == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
        return exponent == 0
                ? sign * fraction * Math.pow(2, 1 - bias)
                : sign * (1 + fraction) * Math.pow(2, exponent - bias);
    }

    @Test
    void an_integer_tensor_is_refused_by_name_unless_it_is_not_wanted() throws IOException {
        Path file = file(
                "{\"ids\":" + tensor("I64", "[1]", 0, 8) + ",\"x\":" + tensor("F32", "[1]", 8, 12) + "}", new byte[12]);

        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll(file.toString(), "ids", "I64", "F32, F16, BF16", "leave it out");
        assertThat(Safetensors.read(file, name -> !name.equals("ids"))
                        .parameters()
                        .names())
                .containsExactly("x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a hole | {'x':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | expected to start at 0",
                "an overlap | {'x':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
                        + "'y':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | expected to start at 8",
                "past the end | {'x':{'dtype':'F32','shape':[3],'data_offsets':[0,12]}} | within the 8 bytes",
                "backwards | {'x':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}} | expected to start at 0",
                "unused data | {'x':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | its tensors take 4",
                "wrong shape | {'x':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}} | shape [3]",
                "shape overflow | {'x':{'dtype':'F32','shape':[4611686018427387904,4,2],'data_offsets':[0,8]}} | shape",
                "shape wrapping to 2 | {'x':{'dtype':'F32','shape':[4611686018427387905,2],'data_offsets':[0,8]}}"
                        + "| shape",
                "a negative dim | {'x':{'dtype':'F32','shape':[-2,-1],'data_offsets':[0,8]}} | a shape",
                "a fraction | {'x':{'dtype':'F32','shape':[2.0],'data_offsets':[0,8]}} | a shape",
                "an empty tensor | {'x':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
                        + "'y':{'dtype':'F32','shape':[0],'data_offsets':[8,8]}} | shape [0]",
                "no shape | {'x':{'dtype':'F32','data_offsets':[0,8]}} | a shape",
                "three offsets | {'x':{'dtype':'F32','shape':[2],'data_offsets':[0,8,8]}} | two data_offsets",
                "unknown dtype | {'x':{'dtype':'F8_E4M3','shape':[8],'data_offsets':[0,8]}} | F8_E4M3",
                "a name twice | {'x':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'x':{}} | not valid JSON",
                "a second value | {'x':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} {} | not valid JSON",
                "an array | [] | must be a JSON object",
                "no JSON | {'x | not valid JSON",
                "metadata of numbers | {'__metadata__':{'a':1},'x':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}"
                        + "| a is not one"
            })
    void a_malformed_header_is_refused_and_said_why(String fault, String header, String expected) throws IOException {
        Path file = file(header.replace('\'', '"'), new byte[8]);

        assertThatThrownBy(() -> Safetensors.read(file))
                .as(fault)
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll(file.toString(), expected);
    }

    @Test
    void a_header_length_beyond_the_file_is_refused_before_anything_is_allocated() throws IOException {
        for (long length : new long[] {Long.MIN_VALUE, -1, 0, 1, 9, 100_000_001, Long.MAX_VALUE}) {
            byte[] bytes = ByteBuffer.allocate(16)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(length)
                    .array();
            Path file = Files.write(folder.resolve("x.safetensors"), bytes);

            assertThatThrownBy(() -> Safetensors.read(file))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageContainingAll("header of " + length + " bytes", "2..8");
        }
    }

    @Test
    void a_file_cut_anywhere_is_refused() throws IOException {
        Path file = folder.resolve("model.safetensors");
        Safetensors.write(file, Parameters.of(Map.of("w", Nd4j.rand(2, 3))), Map.of());
        byte[] whole = Files.readAllBytes(file);

        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Safetensors.read(file)).isInstanceOf(ModelFormatException.class);
        }
    }

    @Test
    void a_missing_file_is_named() {
        assertThatThrownBy(() -> Safetensors.read(folder.resolve("none.safetensors")))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("none.safetensors: no such file");
    }

    @Test
    void a_write_that_fails_keeps_the_old_file_and_leaves_nothing_behind() throws IOException {
        Path file = folder.resolve("model.safetensors");
        Files.createDirectories(file.resolve("in the way"));

        assertThatThrownBy(() -> Safetensors.write(file, Parameters.of(Map.of("w", Nd4j.rand(2, 3))), Map.of()))
                .isInstanceOf(IOException.class);
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }
}
