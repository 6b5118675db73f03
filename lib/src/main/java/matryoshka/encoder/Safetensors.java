package matryoshka.encoder;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import matryoshka.engine.Natives;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Hugging Face's safetensors format: the header's length (8 bytes, little endian), a JSON header of name → dtype,
 * shape, offsets, then the tensors' bytes. Writes F32; reads F32, F16 and BF16, widened to float32.
 *
 * <p>The format is described at <a href="https://github.com/huggingface/safetensors">huggingface/safetensors</a>.
 */
public final class Safetensors {
    static {
        Natives.prepare();
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CHUNK_BYTES = 1 << 18;

    private Safetensors() {}

    /** A file's tensors and its free-form metadata, both in the file's order. */
    public record Content(Parameters parameters, Map<String, String> metadata) {}

    /**
     * Writes all tensors and {@code metadata} in one step: a reader, or a killed run, sees the old file or the new.
     *
     * @throws IOException if the disk fails; an existing file is untouched then
     */
    public static void write(Path file, Parameters tensors, Map<String, String> metadata) throws IOException {
        Path target = file.toAbsolutePath();
        Path temporary = target.resolveSibling("." + target.getFileName() + ".tmp-" + UUID.randomUUID());
        try {
            try (var channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                writeAll(channel, ByteBuffer.wrap(header(tensors, metadata)));
                for (String name : tensors.names()) writeFloats(channel, floats(tensors.get(name)));
                channel.force(true);
            }
            DurableFiles.rename(temporary, target);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static byte[] header(Parameters tensors, Map<String, String> metadata) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode meta = root.putObject(SafetensorsHeader.METADATA);
        metadata.forEach(meta::put);
        long offset = 0;
        for (String name : tensors.names()) {
            INDArray array = tensors.get(name);
            long end = offset + array.length() * Float.BYTES;
            ObjectNode entry = root.putObject(name).put("dtype", FloatFormat.F32.name());
            var shape = entry.putArray("shape");
            Arrays.stream(array.shape()).forEach(shape::add);
            entry.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        byte[] json = JSON.writeValueAsBytes(root);
        int padded = Math.ceilDiv(json.length, Long.BYTES) * Long.BYTES; // tensors start aligned
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(padded).put(json);
        Arrays.fill(bytes.array(), bytes.position(), bytes.capacity(), (byte) ' ');
        return bytes.array();
    }

    private static float[] floats(INDArray array) {
        return (array.isView() ? array.dup('c') : array).data().asFloat();
    }

    private static void writeFloats(WritableByteChannel channel, float[] values) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < values.length; at += CHUNK_BYTES / Float.BYTES) {
            int numbers = Math.min(CHUNK_BYTES / Float.BYTES, values.length - at);
            chunk.clear().asFloatBuffer().put(values, at, numbers);
            writeAll(channel, chunk.limit(numbers * Float.BYTES));
        }
    }

    private static void writeAll(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) channel.write(bytes);
    }

    /** Reads every tensor of {@code file}; see {@link #read(Path, Predicate)}. */
    public static Content read(Path file) throws IOException {
        return read(file, name -> true);
    }

    /**
     * Reads the tensors whose name is {@code wanted}; of the others (index tables, say) only the offsets are checked.
     *
     * @throws ModelFormatException if the file is missing, malformed, or a wanted tensor is not F32, F16 or BF16
     */
    public static Content read(Path file, Predicate<String> wanted) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            Mapped mapped = open(file, arena);
            var tensors = new LinkedHashMap<String, INDArray>();
            for (var entry : mapped.tensors().entrySet())
                if (wanted.test(entry.getKey()))
                    tensors.put(entry.getKey(), read(file, entry.getKey(), entry.getValue()));
            return new Content(Parameters.of(tensors), mapped.metadata());
        }
    }

    private static INDArray read(Path file, String name, StoredTensor tensor) throws IOException {
        Optional<String> fault = tensor.fault();
        if (fault.isPresent())
            throw new ModelFormatException(
                    file, "tensor " + name + " " + fault.get(), "convert it to F32, or leave it out");
        return tensor.read();
    }

    /**
     * The tensors of {@code file}, mapped into memory until {@code arena} closes, in the file's order.
     *
     * @throws ModelFormatException if the file is missing or malformed
     */
    public static Map<String, StoredTensor> map(Path file, Arena arena) throws IOException {
        return open(file, arena).tensors();
    }

    private record Mapped(Map<String, StoredTensor> tensors, Map<String, String> metadata) {}

    private static Mapped open(Path file, Arena arena) throws IOException {
        if (!Files.isRegularFile(file))
            throw new ModelFormatException(file, "no such file, a safetensors file was expected", "check the path");
        try (FileChannel channel = FileChannel.open(file)) {
            SafetensorsHeader header = SafetensorsHeader.read(file, channel);
            MemorySegment all = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
            var tensors = new LinkedHashMap<String, StoredTensor>();
            for (SafetensorsHeader.Entry entry : header.entries()) {
                MemorySegment bytes = all.asSlice(header.dataStart() + entry.begin(), entry.bytes());
                tensors.put(entry.name(), new StoredTensor(entry.dtype(), entry.shape(), bytes));
            }
            return new Mapped(tensors, header.metadata());
        }
    }
}
