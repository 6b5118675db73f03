package matryoshka.bert;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.protobuf.CodedOutputStream;
import org.tensorflow.framework.DataType;
import org.tensorflow.framework.TensorShapeProto;
import org.tensorflow.util.BundleEntryProto;
import org.tensorflow.util.BundleHeaderProto;

/** Writes TensorFlow checkpoints of one shard, whose index has its entries in one block. */
final class Checkpoints {
    private static final int RESTART_INTERVAL = 16;

    private Checkpoints() {}

    /** Writes {@code PREFIX.index} and {@code PREFIX.data-00000-of-00001}. */
    static void write(Path prefix, Map<String, INDArray> tensors) throws IOException {
        Files.createDirectories(prefix.getParent());
        NavigableMap<String, INDArray> sorted = new TreeMap<>(tensors);
        var data = new ByteArrayOutputStream();
        for (INDArray tensor : sorted.values()) data.write(bytes(tensor));
        Files.write(data(prefix), data.toByteArray());
        Files.write(index(prefix), table(block(entries(sorted)), (byte) 0));
    }

    static Path index(Path prefix) {
        return prefix.resolveSibling(prefix.getFileName() + ".index");
    }

    static Path data(Path prefix) {
        return prefix.resolveSibling(prefix.getFileName() + ".data-00000-of-00001");
    }

    /** The index's entries for float tensors that follow each other in one shard. */
    static NavigableMap<String, byte[]> entries(NavigableMap<String, INDArray> tensors) {
        NavigableMap<String, byte[]> entries = new TreeMap<>();
        entries.put("", BundleHeaderProto.newBuilder().setNumShards(1).build().toByteArray());
        long offset = 0;
        for (var tensor : tensors.entrySet()) {
            BundleEntryProto entry = entry(tensor.getValue(), offset).build();
            entries.put(tensor.getKey(), entry.toByteArray());
            offset += entry.getSize();
        }
        return entries;
    }

    static BundleEntryProto.Builder entry(INDArray tensor, long offset) {
        var shape = TensorShapeProto.newBuilder();
        Arrays.stream(tensor.shape())
                .forEach(dim -> shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(dim)));
        byte[] bytes = bytes(tensor);
        return BundleEntryProto.newBuilder()
                .setDtype(DataType.DT_FLOAT)
                .setShape(shape)
                .setOffset(offset)
                .setSize(bytes.length)
                .setCrc32C(MaskedCrc.of(MemorySegment.ofArray(bytes)));
    }

    static byte[] bytes(INDArray tensor) {
        float[] values = tensor.dup('c').data().asFloat();
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    /** A block: each entry shares the beginning of the key before it, save every sixteenth. */
    static byte[] block(NavigableMap<String, byte[]> entries) throws IOException {
        return block(entries, RESTART_INTERVAL);
    }

    /** The same with a whole key every {@code interval} entries. */
    static byte[] block(NavigableMap<String, byte[]> entries, int interval) throws IOException {
        var block = new ByteArrayOutputStream();
        var restarts = new ByteArrayOutputStream();
        byte[] last = {};
        int written = 0;
        for (var entry : entries.entrySet()) {
            byte[] key = entry.getKey().getBytes(StandardCharsets.UTF_8);
            int shared = Arrays.mismatch(last, key);
            if (written++ % interval == 0) {
                restarts.write(little(block.size()));
                shared = 0;
            }
            block.write(varints(shared, key.length - shared, entry.getValue().length));
            block.write(key, shared, key.length - shared);
            block.write(entry.getValue());
            last = key;
        }
        block.write(restarts.toByteArray());
        block.write(little(restarts.size() / Integer.BYTES));
        return block.toByteArray();
    }

    /** A table of that one block, sealed with checksums, said to be compressed by that method. */
    static byte[] table(byte[] block, byte compression) throws IOException {
        var table = new ByteArrayOutputStream();
        table.write(sealed(block, compression));
        long index = table.size();
        byte[] handles = block(new TreeMap<>(Map.of("~", varints(0, block.length))));
        table.write(sealed(handles, (byte) 0));
        byte[] footer = varints(0, 0, index, handles.length);
        table.write(Arrays.copyOf(footer, LevelDbTable.FOOTER_BYTES - Long.BYTES));
        table.write(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(LevelDbTable.MAGIC)
                .array());
        return table.toByteArray();
    }

    private static byte[] sealed(byte[] block, byte compression) throws IOException {
        var sealed = new ByteArrayOutputStream();
        sealed.write(block);
        sealed.write(compression);
        sealed.write(little(MaskedCrc.of(MemorySegment.ofArray(sealed.toByteArray()))));
        return sealed.toByteArray();
    }

    private static byte[] little(int number) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array();
    }

    private static byte[] varints(long... numbers) throws IOException {
        var bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        for (long number : numbers) out.writeUInt64NoTag(number);
        out.flush();
        return bytes.toByteArray();
    }
}
