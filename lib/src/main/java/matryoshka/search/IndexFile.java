package matryoshka.search;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import matryoshka.encoder.AtomicFolder;
import matryoshka.encoder.JsonFile;
import matryoshka.encoder.ModelFormatException;

/**
 * What {@code index.json} says of a folder, sealed by a checksum of its own.
 *
 * @param dims where the blocks end
 * @param length what is known of the length of the rows
 * @param trainedDims empty if unknown
 * @param graphs the dims of the prefixes that a graph is kept of
 * @param files every other file of the folder
 */
record IndexFile(
        int format,
        int rows,
        List<Integer> dims,
        Embeddings.Length length,
        List<Integer> trainedDims,
        List<Integer> graphs,
        SortedMap<String, StoredFile> files) {
    static final String NAME = "index.json";
    static final int FORMAT = 1;
    static final String REMEDY = "copy the folder again from its source, or write the index again, into another folder";

    private static final String NO_INDEX = "check the path, or choose another folder";
    private static final String SEAL = "crc32c";
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;
    private static final JsonMapper JSON = new JsonMapper();

    /** The dims {@code from..to-1}, which one block holds. */
    record Step(int from, int to) {}

    IndexFile {
        if (dims == null || length == null || trainedDims == null || graphs == null || files == null)
            throw new IllegalArgumentException("dims, length, trainedDims, graphs and files are needed");
        dims = new NestingDims(dims).dims();
        trainedDims = trainedDims.isEmpty() ? List.of() : new NestingDims(trainedDims).dims();
        graphs = graphs.isEmpty() ? List.of() : new NestingDims(graphs).dims();
        if (rows < 0 || (long) rows * dims.getLast() > LONGEST_ARRAY)
            throw new IllegalArgumentException("of " + rows + " rows x " + dims.getLast() + " dims, 0 to "
                    + LONGEST_ARRAY + " numbers are possible");
        Set<String> names = new TreeSet<>(Set.of(CatalogFile.NAME));
        for (Step step : steps(dims)) {
            String name = Block.name(step.from, step.to);
            names.add(name);
            requireBytes(files, name, Block.bytes(rows, step.from, step.to));
        }
        for (int dim : graphs) names.add(GraphFile.name(dim));
        if (!files.keySet().equals(names))
            throw new IllegalArgumentException("the files must be " + names + ", got " + files.keySet());
        if (files.get(CatalogFile.NAME).bytes() > LONGEST_ARRAY)
            throw new IllegalArgumentException(CatalogFile.NAME + " exceeds " + LONGEST_ARRAY + " bytes");
    }

    private static void requireBytes(SortedMap<String, StoredFile> files, String name, long bytes) {
        StoredFile file = files.get(name);
        if (file != null && file.bytes() != bytes)
            throw new IllegalArgumentException(name + " must have " + bytes + " bytes, got " + file.bytes());
    }

    /** What describes {@code folder}, whose blocks and catalog have been written. */
    static IndexFile describe(Path folder, Embeddings vectors, NestingDims dims, List<Integer> graphs)
            throws IOException {
        SortedMap<String, StoredFile> files = new TreeMap<>();
        for (String name : AtomicFolder.files(folder)) files.put(name, StoredFile.of(folder.resolve(name)));
        List<Integer> trained = vectors.trainedDims().map(NestingDims::dims).orElse(List.of());
        return new IndexFile(FORMAT, vectors.rows(), dims.dims(), vectors.length(), trained, graphs, files);
    }

    void write(Path folder) throws IOException {
        JsonFile.write(folder.resolve(NAME), sealed(JSON.valueToTree(this)));
    }

    static ObjectNode sealed(ObjectNode content) throws JacksonException {
        return content.put(SEAL, seal(content));
    }

    private static String seal(ObjectNode content) throws JacksonException {
        return StoredFile.of(MemorySegment.ofArray(JSON.writeValueAsBytes(content)))
                .crc32c();
    }

    /** Reads the one of {@code folder}; a folder left aside by a killed writer has been put back before. */
    static IndexFile read(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        if (!Files.isRegularFile(file))
            throw new ModelFormatException(file, "no such file, an index was expected", NO_INDEX);
        JsonNode root = JsonFile.read(file, REMEDY);
        if (!(root instanceof ObjectNode content) || !content.has("format"))
            throw new ModelFormatException(file, "does not describe an index", NO_INDEX);
        if (content.path("format").asInt() != FORMAT)
            throw new ModelFormatException(
                    file,
                    "has format " + content.path("format") + ", this version reads " + FORMAT,
                    "write the index again, into another folder");
        JsonNode seal = content.remove(SEAL);
        if (seal == null || !seal.asText().equals(seal(content)))
            throw new ModelFormatException(file, "is damaged, it does not have its own checksum", REMEDY);
        try {
            return JSON.treeToValue(content, IndexFile.class);
        } catch (JacksonException e) {
            throw new ModelFormatException(file, "describes no index (" + e.getOriginalMessage() + ")", REMEDY)
                    .initCause(e);
        }
    }

    /** The names of the index's files in {@code folder}; none if it holds no index. */
    static Set<String> contents(Path folder) throws IOException {
        if (!Files.exists(folder.resolve(NAME))) return Set.of();
        Set<String> names = new TreeSet<>(read(folder).files.keySet());
        names.add(NAME);
        return names;
    }

    /**
     * Checks that {@code folder} holds just these files.
     *
     * @throws ModelFormatException naming the first that is missing or foreign
     */
    void requireFiles(Path folder) throws IOException {
        Set<String> foreign = AtomicFolder.files(folder);
        for (String name : files.keySet())
            if (!foreign.remove(name))
                throw new ModelFormatException(folder.resolve(name), "is missing, " + NAME + " lists it", REMEDY);
        foreign.remove(NAME);
        for (String name : foreign)
            throw new ModelFormatException(
                    folder.resolve(name), "is foreign, " + NAME + " does not list it", "move it away");
    }

    List<Step> steps() {
        return steps(dims);
    }

    static List<Step> steps(List<Integer> dims) {
        List<Step> steps = new ArrayList<>();
        int from = 0;
        for (int to : dims) {
            steps.add(new Step(from, to));
            from = to;
        }
        return steps;
    }
}
