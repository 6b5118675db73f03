package matryoshka.encoder;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The checked header of a safetensors file: nothing in it reaches outside the file, and its tensors fill the data
 * section without gap or overlap, so that reading allocates in proportion to the file.
 */
record SafetensorsHeader(List<Entry> entries, Map<String, String> metadata, long dataStart) {
    static final String METADATA = "__metadata__";

    private static final long MAX_HEADER_BYTES = 100_000_000;
    private static final String REMEDY = "fetch or save the model again";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** One tensor: its bytes are [begin, end) of the data section. */
    record Entry(String name, String dtype, long[] shape, long begin, long end) {
        long bytes() {
            return end - begin;
        }
    }

    /** Reads and checks the header of {@code file}, opened as {@code channel}. */
    static SafetensorsHeader read(Path file, FileChannel channel) throws IOException {
        long fileBytes = channel.size();
        if (fileBytes < Long.BYTES) throw fault(file, "has " + fileBytes + " bytes, a header length takes 8");
        ByteBuffer prefix = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        fill(file, channel, prefix, 0);
        long length = prefix.flip().getLong();
        long room = Math.min(fileBytes - Long.BYTES, MAX_HEADER_BYTES);
        if (length < 2 || length > room)
            throw fault(
                    file,
                    "claims a header of " + length + " bytes, expected 2.." + room
                            + " (truncated, or no safetensors file)");
        JsonNode root = parse(file, channel, (int) length);
        var header = new SafetensorsHeader(entries(file, root), metadata(file, root), Long.BYTES + length);
        header.checkContiguous(file, fileBytes - header.dataStart);
        return header;
    }

    private static JsonNode parse(Path file, FileChannel channel, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        fill(file, channel, bytes, Long.BYTES);
        JsonNode root;
        try {
            root = JSON.readTree(
                    StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
        } catch (IOException e) {
            throw fault(file, "header is not valid JSON (" + firstLine(e) + ")").initCause(e);
        }
        if (!root.isObject()) throw fault(file, "header must be a JSON object, got " + root.getNodeType());
        return root;
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static Map<String, String> metadata(Path file, JsonNode root) throws ModelFormatException {
        var metadata = new LinkedHashMap<String, String>();
        JsonNode node = root.path(METADATA);
        if (!node.isMissingNode() && !node.isObject()) throw fault(file, METADATA + " must be an object of strings");
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (!entry.getValue().isTextual())
                throw fault(file, METADATA + " must be an object of strings, " + entry.getKey() + " is not one");
            metadata.put(entry.getKey(), entry.getValue().textValue());
        }
        return metadata;
    }

    private static List<Entry> entries(Path file, JsonNode root) throws ModelFormatException {
        var entries = new ArrayList<Entry>();
        for (Map.Entry<String, JsonNode> field : root.properties())
            if (!field.getKey().equals(METADATA)) entries.add(entry(file, field.getKey(), field.getValue()));
        return entries;
    }

    private static Entry entry(Path file, String name, JsonNode node) throws ModelFormatException {
        JsonNode dtype = node.path("dtype");
        long[] shape = longs(node.path("shape"));
        long[] offsets = longs(node.path("data_offsets"));
        if (name.isBlank() || !dtype.isTextual() || shape == null || offsets == null || offsets.length != 2)
            throw fault(
                    file, "tensor '" + name + "' must have a name, a dtype, a shape and two data_offsets, got " + node);
        return new Entry(name, dtype.textValue(), shape, offsets[0], offsets[1]);
    }

    /** The whole numbers of 0 or more in an array, or null if the node is anything else. */
    private static long[] longs(JsonNode node) {
        if (!node.isArray()) return null;
        for (JsonNode number : node)
            if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < 0) return null;
        return node.valueStream().mapToLong(JsonNode::longValue).toArray();
    }

    private void checkContiguous(Path file, long dataBytes) throws ModelFormatException {
        long end = 0;
        var byOffset = entries.stream()
                .sorted(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end))
                .toList();
        for (Entry entry : byOffset) {
            if (entry.begin() != end || entry.end() < end || entry.end() > dataBytes)
                throw fault(
                        file,
                        "tensor " + entry.name() + " has offsets [" + entry.begin() + ", " + entry.end()
                                + "), expected to start at " + end + " and end within the " + dataBytes
                                + " bytes of data");
            end = entry.end();
        }
        if (end != dataBytes) throw fault(file, "has " + dataBytes + " bytes of data, its tensors take " + end);
    }

    /** Fills {@code buffer} up to its limit from {@code position} of the file. */
    static void fill(Path file, FileChannel channel, ByteBuffer buffer, long position) throws IOException {
        while (buffer.hasRemaining())
            if (channel.read(buffer, position + buffer.position()) < 0) throw fault(file, "ended while it was read");
    }

    private static ModelFormatException fault(Path file, String fault) {
        return new ModelFormatException(file, fault, REMEDY);
    }
}
