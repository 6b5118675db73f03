package matryoshka.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SafetensorsFuzzTest {
    private static Path file;
    private static byte[] sound;

    /** One byte of the file replaced, or removed, or put in. */
    record Mutation(int at, byte value, int kind) {}

    @BeforeContainer
    static void writeSoundFile() throws IOException {
        file = Files.createTempFile("fuzz", ".safetensors");
        var tensors = new LinkedHashMap<String, INDArray>();
        tensors.put("query.weight", Nd4j.rand(3, 4));
        tensors.put("query.bias", Nd4j.rand(3));
        tensors.put("scalar", Nd4j.scalar(1f));
        Safetensors.write(file, Parameters.of(tensors), Map.of("format", "pt"));
        sound = Files.readAllBytes(file);
    }

    @AfterContainer
    static void deleteFile() throws IOException {
        Files.delete(file);
    }

    @Provide
    Arbitrary<List<Mutation>> mutations() {
        List<Byte> syntax = "0123456789-.eE{}[]\",: F16B32\\"
                .chars()
                .mapToObj(c -> (byte) c)
                .toList();
        return Combinators.combine(
                        Arbitraries.integers().between(0, sound.length - 1),
                        Arbitraries.oneOf(Arbitraries.bytes(), Arbitraries.of(syntax)),
                        Arbitraries.integers().between(0, 2))
                .as(Mutation::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
    }

    @Property(tries = 5000, seed = "20260101")
    void mutated_bytes_give_tensors_or_a_model_format_exception_and_nothing_else(
            @ForAll("mutations") List<Mutation> mutations) throws IOException {
        byte[] bytes = sound;
        for (Mutation mutation : mutations) bytes = mutated(bytes, mutation);
        Files.write(file, bytes);
        boolean read;
        try {
            Parameters parameters = Safetensors.read(file).parameters();
            assertThat(parameters.count() * 2).isLessThanOrEqualTo(bytes.length);
            read = true;
        } catch (ModelFormatException e) {
            assertThat(e).hasMessageContaining(file.toString());
            read = false;
        }
        Statistics.label("outcome").collect(read ? "read" : "refused").coverage(coverage -> {
            coverage.check("read").percentage(p -> p > 1);
            coverage.check("refused").percentage(p -> p > 50);
        });
    }

    private static byte[] mutated(byte[] bytes, Mutation mutation) {
        int at = Math.min(mutation.at, bytes.length - 1);
        int skip = mutation.kind == 2 ? 0 : 1; // 0 replaces, 1 removes, 2 puts in
        int insert = mutation.kind == 1 ? 0 : 1;
        byte[] changed = new byte[bytes.length - skip + insert];
        System.arraycopy(bytes, 0, changed, 0, at);
        if (insert == 1) changed[at] = mutation.value;
        System.arraycopy(bytes, at + skip, changed, at + insert, bytes.length - at - skip);
        return changed;
    }
}
