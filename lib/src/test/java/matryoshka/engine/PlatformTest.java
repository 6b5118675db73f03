package matryoshka.engine;

import static matryoshka.JavaProcess.SHARED_FLAGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import matryoshka.JavaProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** What a process is like from its start: flags, environment, processor. */
@Tag("slow")
class PlatformTest {
    private static final String WARNING = "Graphs run on ND4J's own operations";

    private static List<String> run(String waitPolicy, String... flags) throws Exception {
        ProcessBuilder builder =
                JavaProcess.of(List.of(flags), PlatformProbe.class).redirectErrorStream(true);
        builder.environment().remove("OMP_WAIT_POLICY");
        if (waitPolicy != null) builder.environment().put("OMP_WAIT_POLICY", waitPolicy);
        return lines(builder.start());
    }

    private static List<String> lines(Process process) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().toList();
    }

    @Test
    void the_wait_policy_is_passive_unless_the_user_chose_another() throws Exception {
        assertThat(run(null, SHARED_FLAGS)).contains("wait policy passive");
        assertThat(run("active", SHARED_FLAGS)).contains("wait policy active");
    }

    @Test
    void without_the_vector_module_graphs_run_plain_and_that_is_said_once() throws Exception {
        List<String> plain = run(null, "--enable-native-access=ALL-UNNAMED");
        assertThat(plain).filteredOn(line -> line.contains(WARNING)).hasSize(1);
        assertThat(plain)
                .filteredOn(line -> line.contains("--add-modules jdk.incubator.vector"))
                .hasSize(1);
        assertThat(losses(plain)).hasSize(2);
        assertThat(losses(plain)[0]).isCloseTo(losses(run(null, SHARED_FLAGS))[0], within(1e-4));
    }

    @Test
    @EnabledIfSystemProperty(named = "os.arch", matches = "amd64")
    void without_avx2_graphs_run_plain_and_that_is_said_once() throws Exception {
        List<String> plain = run(null, SHARED_FLAGS, "-XX:UseAVX=1");
        assertThat(plain).filteredOn(line -> line.contains(WARNING)).hasSize(1);
        assertThat(plain)
                .filteredOn(line -> line.contains("vectors of 4 floats"))
                .hasSize(1);
        assertThat(losses(plain)).hasSize(2);
    }

    private static double[] losses(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("loss "))
                .mapToDouble(line -> Double.parseDouble(line.substring("loss ".length())))
                .toArray();
    }
}
