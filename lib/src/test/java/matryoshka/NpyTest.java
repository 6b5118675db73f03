package matryoshka;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpyTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"0, 3", "1, 1", "7, 5", "300, 384"})
    void reading_gives_back_every_bit_written(int rows, int dimension) throws IOException {
        Embeddings written = random(rows, dimension);
        if (rows == 7) written.values()[3] = Float.NEGATIVE_INFINITY;
        Npy.write(file(), written);

        Embeddings read = Npy.read(file());

        assertThat(read.rows()).isEqualTo(rows);
        assertThat(read.dimension()).isEqualTo(dimension);
        assertThat(read.values()).isEqualTo(written.values());
    }

    @Test
    void the_header_is_what_numpy_asks_for() throws IOException {
        Npy.write(file(), Embeddings.of(new float[] {1, 2, 3, 4, 5, -6}, 2, 3));

        byte[] bytes = Files.readAllBytes(file());

        assertThat(Arrays.copyOf(bytes, 8)).isEqualTo(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
        int headerLength = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getShort(8);
        assertThat((10 + headerLength) % 64).isZero();
        assertThat(new String(bytes, 10, headerLength, US_ASCII))
                .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }")
                .endsWith(" \n");
        ByteBuffer values = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(bytes).hasSize(10 + headerLength + 6 * 4);
        assertThat(values.getFloat(bytes.length - 4)).isEqualTo(-6);
    }

    @Test
    void writing_replaces_the_old_file_and_leaves_nothing_beside_it() throws IOException {
        Npy.write(file(), random(9, 4));
        Npy.write(file(), random(2, 4));

        assertThat(Npy.read(file()).rows()).isEqualTo(2);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file());
        }
    }

    @Test
    void every_cut_is_noticed() throws IOException {
        Npy.write(file(), random(2, 3));
        byte[] whole = Files.readAllBytes(file());
        for (int length = 0; length < whole.length; length++) {
            Files.write(file(), Arrays.copyOf(whole, length));
            assertRefused("cut off");
        }
        Files.write(file(), Arrays.copyOf(whole, whole.length + 1));
        assertRefused("24 bytes of values but has 25");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }  | astype('<f4')",
                "{'descr': '>f4', 'fortran_order': False, 'shape': (2, 3), }  | astype('<f4')",
                "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }   | ascontiguousarray",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (6,), }    | two dimensions",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2, 3), } | two dimensions",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 0), }  | at least one dim",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (9999999999, 9999999999), } | split the file",
            })
    void other_arrays_are_refused_with_the_remedy(String header, String remedy) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(10 + header.length() + 24).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) header.length());
        Files.write(file(), bytes.put(header.getBytes(US_ASCII)).array());
        assertRefused(remedy);
    }

    @Test
    void a_foreign_file_is_named() throws IOException {
        Files.writeString(file(), "text,label\nhello,greeting\n");
        assertRefused("another format");
    }

    private void assertRefused(String why) {
        assertThatThrownBy(() -> Npy.read(file()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file().toString())
                .hasMessageContaining(why);
    }

    private Path file() {
        return folder.resolve("embeddings.npy");
    }

    private static Embeddings random(int rows, int dimension) {
        SplittableRandom random = new SplittableRandom(rows);
        float[] values = new float[rows * dimension];
        for (int i = 0; i < values.length; i++) values[i] = (float) random.nextGaussian();
        return Embeddings.of(values, rows, dimension);
    }
}
