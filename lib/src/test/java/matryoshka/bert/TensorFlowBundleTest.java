package matryoshka.bert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import matryoshka.encoder.ModelFormatException;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tensorflow.framework.DataType;
import org.tensorflow.framework.TensorSliceProto;
import org.tensorflow.util.BundleEntryProto;
import org.tensorflow.util.BundleHeaderProto;

class TensorFlowBundleTest {
    private static final String BIAS = "layer_7/bias";

    private final NavigableMap<String, INDArray> tensors = new TreeMap<>();
    private Path prefix;

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        prefix = folder.resolve("model.ckpt");
        for (int i = 0; i < 40; i++) tensors.put("layer_" + i + "/bias", Nd4j.rand(1 + i));
        tensors.put("layer_0/kernel", Nd4j.rand(3, 4));
        tensors.put("rate", Nd4j.scalar(0.5f));
        Checkpoints.write(prefix, tensors);
    }

    private Map<String, INDArray> read() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            var read = new LinkedHashMap<String, INDArray>();
            TensorFlowBundle.map(prefix, name -> true, arena).forEach((name, tensor) -> read.put(name, tensor.read()));
            return read;
        }
    }

    private AbstractThrowableAssert<?, ?> assertFault() {
        return assertThatThrownBy(this::read).isInstanceOf(ModelFormatException.class);
    }

    /** Writes the index anew with one entry changed. */
    private void change(String key, UnaryOperator<BundleEntryProto.Builder> change) throws IOException {
        NavigableMap<String, byte[]> entries = Checkpoints.entries(tensors);
        BundleEntryProto entry = BundleEntryProto.parseFrom(entries.get(key));
        entries.put(key, change.apply(entry.toBuilder()).build().toByteArray());
        writeIndex(entries, 0);
    }

    private void changeHeader(BundleHeaderProto.Builder header) throws IOException {
        NavigableMap<String, byte[]> entries = Checkpoints.entries(tensors);
        entries.put("", header.build().toByteArray());
        writeIndex(entries, 0);
    }

    private void writeIndex(NavigableMap<String, byte[]> entries, int compression) throws IOException {
        Files.write(Checkpoints.index(prefix), Checkpoints.table(Checkpoints.block(entries), (byte) compression));
    }

    private void flip(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }

    @Test
    void every_tensor_is_read_under_its_name_in_order() throws IOException {
        assertThat(read()).containsExactlyEntriesOf(tensors);
    }

    @Test
    void the_checksum_is_that_of_the_standard_masked() {
        // 32 zeros have the CRC-32C 8a9136aa by RFC 3720
        assertThat(MaskedCrc.of(MemorySegment.ofArray(new byte[32]))).isEqualTo(0x0fd7fffa);
    }

    @Test
    void of_tensors_that_are_not_wanted_nothing_is_read() throws IOException {
        change(BIAS, entry -> entry.setOffset(-1));
        try (Arena arena = Arena.ofConfined()) {
            assertThat(TensorFlowBundle.map(prefix, name -> !name.equals(BIAS), arena))
                    .hasSize(tensors.size() - 1);
        }
        assertFault().hasMessageContaining(BIAS);
    }

    @Test
    void a_flipped_bit_is_found_wherever_it_is() throws IOException {
        Path index = Checkpoints.index(prefix);
        int bytes = (int) Files.size(index);
        flip(index, bytes / 2);
        assertFault().hasMessageContainingAll(index.toString(), "another checksum");
        flip(index, bytes / 2);
        flip(index, bytes - 1);
        assertFault().hasMessageContainingAll(index.toString(), "does not end as");
        flip(index, bytes - 1);
        flip(Checkpoints.data(prefix), 0);
        assertFault().hasMessageContainingAll("another checksum of tensor layer_0/bias", "data file is damaged");
    }

    @Test
    void a_truncated_or_missing_file_is_named() throws IOException {
        byte[] data = Files.readAllBytes(Checkpoints.data(prefix));
        Files.write(Checkpoints.data(prefix), Arrays.copyOf(data, data.length - 1));
        assertFault().hasMessageContainingAll("places tensor rate", "data file of " + (data.length - 1));
        Files.delete(Checkpoints.data(prefix));
        assertFault().hasMessageContainingAll("model.ckpt.data-00000-of-00001", "no such file");
        Files.write(Checkpoints.index(prefix), new byte[20]);
        assertFault().hasMessageContainingAll("model.ckpt.index", "truncated");
        Files.delete(Checkpoints.index(prefix));
        assertFault().hasMessageContainingAll("model.ckpt.index", "no such file");
    }

    @Test
    void a_compressed_index_is_refused_with_advice() throws IOException {
        writeIndex(Checkpoints.entries(tensors), 1);
        assertFault().hasMessageContainingAll("compressed (method 1)", "save it again");
    }

    @Test
    void an_entry_that_points_outside_its_shard_is_refused() throws IOException {
        change(BIAS, entry -> entry.setOffset(Long.MAX_VALUE));
        assertFault().hasMessageContaining("places tensor " + BIAS + " at " + Long.MAX_VALUE);
        change(BIAS, entry -> entry.setSize(-4));
        assertFault().hasMessageContaining("-4 bytes long");
        change(BIAS, entry -> entry.setShardId(1));
        assertFault().hasMessageContaining("in shard 1 of 1");
    }

    @Test
    void slices_and_negative_dims_are_refused() throws IOException {
        change(BIAS, entry -> entry.addSlices(TensorSliceProto.getDefaultInstance()));
        assertFault().hasMessageContainingAll(BIAS + " in slices", "without partitioned variables");
        change(BIAS, entry -> {
            entry.getShapeBuilder().getDimBuilder(0).setSize(-1);
            return entry;
        });
        assertFault().hasMessageContaining(BIAS + " has a dim of -1");
    }

    @Test
    void other_types_keep_tensorflows_name_and_are_not_read() throws IOException {
        change(BIAS, entry -> entry.setDtype(DataType.DT_INT32));
        try (Arena arena = Arena.ofConfined()) {
            var tensor = TensorFlowBundle.map(prefix, name -> name.equals(BIAS), arena)
                    .get(BIAS);
            assertThat(tensor.fault().orElseThrow()).contains("dtype DT_INT32", "F32, F16, BF16");
        }
    }

    @Test
    void a_header_of_another_byte_order_or_without_shards_is_refused() throws IOException {
        changeHeader(BundleHeaderProto.newBuilder().setNumShards(1).setEndianness(BundleHeaderProto.Endianness.BIG));
        assertFault().hasMessageContaining("byte order BIG");
        for (int shards : new int[] {0, -1, 100_000}) {
            changeHeader(BundleHeaderProto.newBuilder().setNumShards(shards));
            assertFault().hasMessageContaining("says it has " + shards + " shards");
        }
        NavigableMap<String, byte[]> entries = Checkpoints.entries(tensors);
        entries.remove("");
        writeIndex(entries, 0);
        assertFault().hasMessageContaining("has no header");
    }

    @Test
    void keys_that_would_unfold_beyond_what_a_writer_makes_are_refused() throws IOException {
        NavigableMap<String, byte[]> entries = new TreeMap<>();
        for (int i = 1; i < 1000; i++) entries.put("a".repeat(i), new byte[0]);
        byte[] block = Checkpoints.block(entries, Integer.MAX_VALUE);
        Files.write(Checkpoints.index(prefix), Checkpoints.table(block, (byte) 0));
        assertFault().hasMessageContaining("more than 16 times its size");
    }
}
