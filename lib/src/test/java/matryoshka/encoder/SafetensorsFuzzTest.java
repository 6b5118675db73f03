package matryoshka.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import matryoshka.ByteMutation;
import matryoshka.Fuzz;
import matryoshka.FuzzedFile;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SafetensorsFuzzTest {
    private static final String INDEX = """
        {"metadata": {"total_size": 64},
         "weight_map": {"query.weight": "shard.safetensors", "query.bias": "shard.safetensors"}}
        """;

    private static Path folder;
    private static Path shard;
    private static Path fuzzed;
    private static FuzzedFile file;
    private static byte[] sound;

    @BeforeContainer
    static void write_a_sound_file() throws IOException {
        folder = Files.createTempDirectory("fuzz");
        shard = folder.resolve("shard.safetensors");
        fuzzed = folder.resolve("fuzzed");
        var tensors = new LinkedHashMap<String, INDArray>();
        tensors.put("query.weight", Nd4j.rand(3, 4));
        tensors.put("query.bias", Nd4j.rand(3));
        tensors.put("scalar", Nd4j.scalar(1f));
        Safetensors.write(shard, Parameters.of(tensors), Map.of("format", "pt"));
        sound = Files.readAllBytes(shard);
        file = new FuzzedFile(fuzzed);
    }

    @AfterContainer
    static void delete_it() throws IOException {
        file.close();
        for (Path each : List.of(shard, fuzzed, folder)) Files.delete(each);
    }

    @Provide
    Arbitrary<List<ByteMutation>> mutations() {
        return ByteMutation.jsonLists();
    }

    @Property(tries = 20_000, seed = "20260101")
    void mutated_bytes_give_tensors_or_a_model_format_exception_and_nothing_else(
            @ForAll("mutations") List<ByteMutation> mutations) throws IOException {
        byte[] bytes = ByteMutation.all(sound, mutations);
        file.write(bytes);
        Fuzz.readOrRefused(
                fuzzed.toString(),
                1,
                50,
                () -> assertThat(Safetensors.read(fuzzed).parameters().count() * 2)
                        .isLessThanOrEqualTo(bytes.length));
    }

    @Property(tries = 4_000, seed = "20260106")
    void a_mutated_index_of_shards_gives_tensors_or_a_model_format_exception_and_nothing_else(
            @ForAll("mutations") List<ByteMutation> mutations) throws IOException {
        file.write(ByteMutation.all(INDEX.getBytes(StandardCharsets.UTF_8), mutations));
        Fuzz.readOrRefused(folder.toString(), 1, 30, () -> {
            try (Arena arena = Arena.ofConfined()) {
                assertThat(SafetensorsShards.map(fuzzed, arena).keySet()).isSubsetOf("query.weight", "query.bias");
            }
        });
    }
}
