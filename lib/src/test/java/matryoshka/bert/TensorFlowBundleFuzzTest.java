package matryoshka.bert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import matryoshka.ByteMutation;
import matryoshka.Fuzz;
import matryoshka.FuzzedFile;
import matryoshka.encoder.StoredTensor;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TensorFlowBundleFuzzTest {
    private static Path folder;
    private static Path prefix;
    private static FuzzedFile file;
    private static byte[] index;
    private static NavigableMap<String, byte[]> entries;

    @BeforeContainer
    static void write_a_sound_checkpoint() throws IOException {
        folder = Files.createTempDirectory("fuzz");
        prefix = folder.resolve("model.ckpt");
        var tensors = new TreeMap<String, INDArray>();
        tensors.put("bert/encoder/layer_0/output/dense/kernel", Nd4j.rand(3, 4));
        tensors.put("bert/encoder/layer_0/output/dense/bias", Nd4j.rand(4));
        tensors.put("bert/encoder/layer_0/output/LayerNorm/gamma", Nd4j.rand(1, 1, 2));
        Checkpoints.write(prefix, tensors);
        file = new FuzzedFile(Checkpoints.index(prefix));
        index = Files.readAllBytes(Checkpoints.index(prefix));
        entries = Checkpoints.entries(tensors);
    }

    @AfterContainer
    static void delete_it() throws IOException {
        file.close();
        for (Path each : List.of(Checkpoints.index(prefix), Checkpoints.data(prefix), folder)) Files.delete(each);
    }

    @Provide
    Arbitrary<List<ByteMutation>> mutations() {
        return ByteMutation.lists();
    }

    @Property(tries = 6_000, seed = "20260102")
    void a_mutated_index_gives_tensors_or_a_model_format_exception_and_nothing_else(
            @ForAll("mutations") List<ByteMutation> mutations) throws IOException {
        readOrRefused(ByteMutation.all(index, mutations));
    }

    /** Behind checksums that are right again, so that what they protect is reached. */
    @Property(tries = 14_000, seed = "20260103")
    void a_mutated_block_gives_tensors_or_a_model_format_exception_and_nothing_else(
            @ForAll("mutations") List<ByteMutation> mutations) throws IOException {
        byte[] block = ByteMutation.all(Checkpoints.block(entries), mutations);
        readOrRefused(Checkpoints.table(block, (byte) 0));
    }

    @Property(tries = 16_000, seed = "20260104")
    void a_mutated_entry_gives_tensors_or_a_model_format_exception_and_nothing_else(
            @ForAll("mutations") List<ByteMutation> mutations, @ForAll @IntRange(max = 3) int number)
            throws IOException {
        var mutated = new TreeMap<>(entries);
        String key = List.copyOf(entries.keySet()).get(number);
        mutated.compute(key, (name, value) -> ByteMutation.all(value, mutations));
        readOrRefused(Checkpoints.table(Checkpoints.block(mutated), (byte) 0));
    }

    private static void readOrRefused(byte[] mutated) throws IOException {
        file.write(mutated);
        Fuzz.readOrRefused(folder.toString(), 0.2, 30, () -> {
            try (Arena arena = Arena.ofConfined()) {
                for (StoredTensor tensor :
                        TensorFlowBundle.map(prefix, name -> true, arena).values())
                    if (tensor.fault().isEmpty())
                        assertThat(tensor.read().length() * 2)
                                .isLessThanOrEqualTo(tensor.bytes().byteSize());
            }
        });
    }
}
