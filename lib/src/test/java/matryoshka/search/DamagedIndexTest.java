package matryoshka.search;

import static matryoshka.search.StoredCase.assertEqual;
import static matryoshka.search.StoredCase.gaussian;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import matryoshka.Embeddings;
import matryoshka.FuzzedFile;
import matryoshka.NestingDims;
import matryoshka.encoder.JsonFile;
import matryoshka.encoder.ModelFormatException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What opening, reading and verifying say of a folder that was damaged. */
class DamagedIndexTest {
    private static final NestingDims DIMS = NestingDims.of(2, 4, 8);

    @TempDir
    Path parent;

    private Path folder;
    private final Embeddings vectors = gaussian(50, 12, 42);

    @BeforeEach
    void write_an_index() throws IOException {
        folder = parent.resolve("index");
        StoredIndex.write(folder, vectors, DIMS, Catalog.of(50).withTexts(Collections.nCopies(50, "some text")));
    }

    @Test
    void verify_finds_every_flipped_bit_of_blocks_and_catalog_without_which_it_still_opens() throws IOException {
        for (String name : List.of("dims-0-2.f32", "dims-2-4.f32", "dims-4-8.f32", "dims-8-12.f32", "catalog.csv")) {
            Path file = folder.resolve(name);
            byte[] sound = Files.readAllBytes(file);
            for (int bit = 0; bit < sound.length * 8; bit += 37) {
                flip(file, bit);
                try (StoredIndex index = StoredIndex.open(folder)) {
                    assertThatThrownBy(index::verify)
                            .as("bit %d of %s", bit, name)
                            .isInstanceOf(ModelFormatException.class)
                            .hasMessageContainingAll(name, "damaged", "copy the folder again");
                }
                flip(file, bit);
            }
        }
        try (StoredIndex index = StoredIndex.open(folder)) {
            index.verify();
        }
    }

    private static void flip(Path file, int bit) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, bit / 8);
            one.put(0, (byte) (one.get(0) ^ 1 << bit % 8)).rewind();
            channel.write(one, bit / 8);
        }
    }

    @Test
    void a_damaged_block_is_found_when_a_prefix_first_reads_it() throws IOException {
        flip(folder.resolve("dims-4-8.f32"), 999);
        flip(folder.resolve("catalog.csv"), 999);
        try (StoredIndex index = StoredIndex.open(folder)) {
            assertEqual(index.prefix(4), vectors.prefix(4));
            assertThatThrownBy(() -> index.prefix(5))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasCauseInstanceOf(ModelFormatException.class)
                    .hasMessageContainingAll("dims-4-8.f32", "CRC-32C");
            assertThatThrownBy(index::catalog).isInstanceOf(ModelFormatException.class);
        }
    }

    @Test
    void every_changed_byte_of_the_description_is_refused_or_means_nothing() throws IOException {
        Path file = folder.resolve("index.json");
        byte[] sound = Files.readAllBytes(file);
        IndexFile described = IndexFile.read(folder);
        try (FuzzedFile changed = new FuzzedFile(file)) {
            for (int bit = 0; bit < sound.length * 8; bit++) {
                byte[] flipped = sound.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                changed.write(flipped);
                try {
                    assertThat(IndexFile.read(folder)).isEqualTo(described);
                } catch (ModelFormatException e) {
                    assertThat(e).hasMessageContaining("index.json");
                }
            }
        }
        for (int length = 0; length < sound.length; length += 11) {
            Files.write(file, Arrays.copyOf(sound, length));
            assertThatThrownBy(() -> StoredIndex.open(folder))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageContaining("index.json");
        }
    }

    @Test
    void missing_cut_and_foreign_files_are_named() throws IOException {
        for (String name : List.of("dims-0-2.f32", "dims-8-12.f32", "catalog.csv")) {
            Path file = folder.resolve(name);
            byte[] sound = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(sound, sound.length - 1));
            refused(name, "has " + (sound.length - 1) + " bytes", "expected " + sound.length, "truncated");
            Files.write(file, Arrays.copyOf(sound, sound.length + 1));
            refused(name, "has " + (sound.length + 1) + " bytes", "copy the folder again");
            Files.delete(file);
            refused(name, "is missing", "copy the folder again");
            Files.write(file, sound);
        }
        Files.createFile(folder.resolve("notes.txt"));
        refused("notes.txt", "is foreign", "move it away");
        Files.delete(folder.resolve("notes.txt"));
        Files.delete(folder.resolve("index.json"));
        refused("index.json", "no such file");
        assertThatThrownBy(() -> StoredIndex.open(parent.resolve("nowhere/index")))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("nowhere", "no such folder, an index was expected", "check the path");
    }

    @Test
    void other_versions_other_json_and_absurd_sizes_are_refused() throws IOException {
        described(root -> root.put("format", 2));
        refused("index.json", "has format 2, this version reads 1");
        described(root -> root.put("format", 1).put("rows", 51));
        refused("index.json", "dims-0-2.f32 must have 408 bytes, got 400");
        described(root -> root.put("rows", Integer.MAX_VALUE));
        refused("index.json", "2147483647 rows x 12 dims");
        described(root -> root.put("rows", 1L << 40));
        refused("index.json", "out of range");
        described(root -> root.put("rows", -1));
        refused("index.json", "of -1 rows");
        described(root -> root.put("rows", 50).putArray("dims").add(4).add(2));
        refused("index.json", "must ascend");
        described(root -> root.putArray("dims").add(12));
        refused("index.json", "files must be [catalog.csv, dims-0-12.f32]");
        described(root -> root.putNull("dims"));
        refused("index.json", "are needed");
        Files.writeString(folder.resolve("index.json"), "[1]");
        refused("index.json", "does not describe an index");
        Files.writeString(folder.resolve("index.json"), "{\"format\": 1");
        refused("index.json", "is not valid JSON", "write the index again");
    }

    private void described(Consumer<ObjectNode> change) throws IOException {
        Path file = folder.resolve("index.json");
        ObjectNode root = (ObjectNode) JsonFile.read(file);
        root.remove("crc32c");
        change.accept(root);
        JsonFile.write(file, IndexFile.sealed(root));
    }

    private void refused(String... message) {
        assertThatThrownBy(() -> StoredIndex.open(folder))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll(message);
    }
}
