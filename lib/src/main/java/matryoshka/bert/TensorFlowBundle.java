package matryoshka.bert;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import matryoshka.encoder.ModelFormatException;
import matryoshka.encoder.StoredTensor;
import org.nd4j.shade.protobuf.InvalidProtocolBufferException;
import org.tensorflow.framework.DataType;
import org.tensorflow.framework.TensorShapeProto;
import org.tensorflow.util.BundleEntryProto;
import org.tensorflow.util.BundleHeaderProto;

/**
 * A TensorFlow checkpoint: {@code PREFIX.index}, a table of names with shapes and places, and the shards {@code
 * PREFIX.data-00000-of-00001} with the numbers.
 */
final class TensorFlowBundle {
    static final String INDEX = ".index";
    private static final String HEADER = ""; // its key among the tensors' names
    private static final int MOST_SHARDS = 99_999; // five digits in a file's name
    private static final Map<DataType, String> DTYPES =
            Map.of(DataType.DT_FLOAT, "F32", DataType.DT_HALF, "F16", DataType.DT_BFLOAT16, "BF16");

    private final Path prefix;
    private final Path index;
    private final int shards;
    private final Arena arena;
    private final Map<Integer, MemorySegment> mapped = new HashMap<>();

    private TensorFlowBundle(Path prefix, Path index, byte[] header, Arena arena) throws IOException {
        this.prefix = prefix;
        this.index = index;
        this.arena = arena;
        shards = shards(header);
    }

    /**
     * The tensors whose name is {@code wanted}, checked against their checksums, mapped into memory until {@code arena}
     * closes, in the order of their names. Of the others nothing is read.
     *
     * @throws ModelFormatException if a file is missing or malformed, or a wanted tensor is stored in slices
     */
    static Map<String, StoredTensor> map(Path prefix, Predicate<String> wanted, Arena arena) throws IOException {
        Path index = beside(prefix, INDEX);
        Map<String, byte[]> table = LevelDbTable.read(index);
        var bundle = new TensorFlowBundle(prefix, index, table.remove(HEADER), arena);
        var tensors = new LinkedHashMap<String, StoredTensor>();
        for (var entry : table.entrySet())
            if (wanted.test(entry.getKey()))
                tensors.put(entry.getKey(), bundle.tensor(entry.getKey(), entry.getValue()));
        return tensors;
    }

    private static Path beside(Path prefix, String suffix) {
        return prefix.resolveSibling(prefix.getFileName() + suffix);
    }

    private int shards(byte[] header) throws ModelFormatException {
        if (header == null) throw fault("has no header");
        BundleHeaderProto proto;
        try {
            proto = BundleHeaderProto.parseFrom(header);
        } catch (InvalidProtocolBufferException e) {
            throw fault("has a malformed header").initCause(e);
        }
        if (proto.getEndianness() != BundleHeaderProto.Endianness.LITTLE)
            throw fault("says its numbers are of byte order " + proto.getEndianness() + ", expected LITTLE");
        if (proto.getNumShards() < 1 || proto.getNumShards() > MOST_SHARDS)
            throw fault("says it has " + proto.getNumShards() + " shards, expected 1.." + MOST_SHARDS);
        return proto.getNumShards();
    }

    private StoredTensor tensor(String name, byte[] bytes) throws IOException {
        BundleEntryProto entry;
        try {
            entry = BundleEntryProto.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw fault("has a malformed entry for tensor " + name).initCause(e);
        }
        if (entry.getSlicesCount() > 0)
            throw new ModelFormatException(
                    index, "holds tensor " + name + " in slices", "save the checkpoint without partitioned variables");
        MemorySegment numbers = numbers(name, entry);
        if (MaskedCrc.of(numbers) != entry.getCrc32C())
            throw fault("expects another checksum of tensor " + name + ": a data file is damaged");
        String dtype = DTYPES.getOrDefault(entry.getDtype(), entry.getDtype().name());
        return new StoredTensor(dtype, shape(name, entry.getShape()), numbers);
    }

    private long[] shape(String name, TensorShapeProto shape) throws ModelFormatException {
        long[] dims = shape.getDimList().stream()
                .mapToLong(TensorShapeProto.Dim::getSize)
                .toArray();
        for (long dim : dims) if (dim < 0) throw fault("says tensor " + name + " has a dim of " + dim);
        return dims;
    }

    private MemorySegment numbers(String name, BundleEntryProto entry) throws IOException {
        if (entry.getShardId() < 0 || entry.getShardId() >= shards)
            throw fault("places tensor " + name + " in shard " + entry.getShardId() + " of " + shards);
        MemorySegment shard = shard(entry.getShardId());
        long offset = entry.getOffset();
        long size = entry.getSize();
        if (offset < 0 || size < 0 || size > shard.byteSize() - offset)
            throw fault("places tensor " + name + " at " + offset + ", " + size + " bytes long, in a data file of "
                    + shard.byteSize() + " bytes");
        return shard.asSlice(offset, size);
    }

    private MemorySegment shard(int number) throws IOException {
        MemorySegment shard = mapped.get(number);
        if (shard != null) return shard;
        Path file = beside(prefix, ".data-%05d-of-%05d".formatted(number, shards));
        if (!Files.isRegularFile(file))
            throw new ModelFormatException(
                    file, "no such file, " + index.getFileName() + " asks for it", "put it beside the index");
        try (FileChannel channel = FileChannel.open(file)) {
            shard = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
        }
        mapped.put(number, shard);
        return shard;
    }

    private ModelFormatException fault(String fault) {
        return new ModelFormatException(index, fault, "fetch or save the checkpoint again");
    }
}
