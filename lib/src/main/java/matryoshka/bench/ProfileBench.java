package matryoshka.bench;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import matryoshka.data.TextDataset;
import matryoshka.model.MatryoshkaModel;
import matryoshka.train.TrainingStep;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code profile}: where the time of forward and backward goes. */
@Command(
        name = "profile",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Milliseconds by operation in forward and backward of the training step that `step` times.")
final class ProfileBench implements Callable<Integer> {
    @Mixin
    Workload work;

    @Override
    public Integer call() throws IOException {
        MatryoshkaModel<String> model = work.model();
        TrainingStep.Batch<TextDataset> batch = work.batch(model);
        SplittableRandom random = new SplittableRandom(1);
        TrainingStep<String, TextDataset> training = work.step(model);
        work.timing(1, () -> training.gradients(batch, random)); // compiled, then profiled
        Map<String, Double> millis = training.profile(batch, random, work.repeats);
        double total = millis.values().stream().mapToDouble(value -> value).sum();
        millis.forEach((operation, value) -> print(operation, value, total));
        print("total", total, total);
        return 0;
    }

    private static void print(String operation, double millis, double total) {
        System.out.printf(Locale.ROOT, "%-28s %9.3f ms %5.1f %%%n", operation, millis, 100 * millis / total);
    }
}
