package matryoshka.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import matryoshka.evaluate.Interval;
import matryoshka.model.RunRecord;
import matryoshka.train.TrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentTest {
    @TempDir
    Path folder;

    /** Measures numbers that tell the method and the seed, and is interrupted in one run. */
    private static final class Counting implements Study {
        final List<String> runs = new ArrayList<>();
        String interruptedAt = "";

        @Override
        public String name() {
            return "counting";
        }

        @Override
        public String description() {
            return "numbers";
        }

        @Override
        public List<String> methods() {
            return List.of("MRL", "plain, truncated");
        }

        @Override
        public Optional<Outcome> run(String method, long seed, TrainingListener... listeners) {
            String run = method + " " + seed;
            if (run.equals(interruptedAt)) return Optional.empty();
            runs.add(run);
            double value = method.equals("MRL") ? 0.5 + seed / 100.0 : 0.25;
            return Optional.of(new Outcome(
                    List.of(new Measurement(method, 8, "top1", value), new Measurement(method, 16, "top1", value / 2)),
                    new RunRecord(Map.of("seed", seed))));
        }
    }

    private Results run(Study study, List<String> methods, List<Long> seeds) throws IOException {
        return new Experiment(study, folder)
                .run(methods, seeds, (method, seed, number, runs) -> new TrainingListener() {});
    }

    @Test
    void every_value_is_a_row_of_the_file_with_its_run_record() throws IOException {
        Counting study = new Counting();
        Results results = run(study, study.methods(), List.of(0L, 1L));

        assertThat(study.runs).containsExactly("MRL 0", "MRL 1", "plain, truncated 0", "plain, truncated 1");
        assertThat(Files.readAllLines(folder.resolve("counting.csv")))
                .startsWith(
                        "task,method,dim,seed,metric,value,run",
                        "counting,MRL,8,0,top1,0.5,counting/MRL-seed-0.json",
                        "counting,MRL,16,0,top1,0.25,counting/MRL-seed-0.json")
                .hasSize(1 + 2 * 2 * 2);
        assertThat(Results.read(folder.resolve("counting.csv"))).isEqualTo(results);
        for (ResultRow row : results.rows())
            assertThat(RunRecord.read(folder.resolve(row.run())).entries()).containsEntry("seed", (int) row.seed());
    }

    @Test
    void started_again_it_makes_only_the_runs_that_are_missing() throws IOException {
        Counting study = new Counting();
        study.interruptedAt = "plain, truncated 0";
        assertThat(run(study, study.methods(), List.of(0L, 1L)).rows()).hasSize(4);
        study.interruptedAt = "";
        Results whole = run(study, study.methods(), List.of(0L, 1L));

        assertThat(study.runs).containsExactly("MRL 0", "MRL 1", "plain, truncated 0", "plain, truncated 1");
        assertThat(whole.rows()).hasSize(8);
        run(study, List.of("MRL"), List.of(1L, 2L));
        assertThat(study.runs).hasSize(5).endsWith("MRL 2");
    }

    @Test
    void intervals_are_over_the_seeds_of_one_method_dim_and_metric() throws IOException {
        Counting study = new Counting();
        Results results = run(study, study.methods(), List.of(0L, 1L, 2L));

        Interval mrl = results.interval("MRL", 8, "top1");
        assertThat(mrl.mean()).isCloseTo(0.51, within(1e-12));
        assertThat(mrl.halfWidth()).isCloseTo(4.302653 * 0.01 / Math.sqrt(3), within(1e-8)); // t of 2 degrees, s = 0.01
        assertThat(results.wide().getString(0, "8")).isEqualTo("51.0 ± 2.5");
        assertThat(results.wide().getString(1, "16")).isEqualTo("12.5 ± 0.0");
        assertThatThrownBy(() -> results.interval("MRL", 32, "top1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("top1", "MRL", "32");
    }

    @Test
    void unknown_methods_and_files_that_hold_no_results_are_refused_before_any_run() throws IOException {
        Counting study = new Counting();
        assertThatThrownBy(() -> run(study, List.of("MRL", "mrl"), List.of(0L)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("counting", "mrl", "[MRL, plain, truncated]");
        Files.writeString(folder.resolve("counting.csv"), "a,b\n1,2\n");
        assertThatThrownBy(() -> run(study, study.methods(), List.of(0L)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("counting.csv", "columns", "[a, b]");
        Files.writeString(folder.resolve("counting.csv"), "task,method,dim,seed,metric,value,run\nt,m,x,0,top1,1,r\n");
        assertThatThrownBy(() -> run(study, study.methods(), List.of(0L)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("row 2", "[t, m, x, 0, top1, 1, r]");
        assertThat(study.runs).isEmpty();
    }
}
