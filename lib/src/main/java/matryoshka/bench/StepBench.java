package matryoshka.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import matryoshka.bert.BertEncoder;
import matryoshka.data.TextDataset;
import matryoshka.encoder.Encoder;
import matryoshka.engine.Engine;
import matryoshka.engine.GemmPeak;
import matryoshka.engine.Program;
import matryoshka.model.MatryoshkaModel;
import matryoshka.train.TrainingStep;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code step}: a forward pass, forward and backward, and a whole training step, as one JSON object. */
@Command(
        name = "step",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Time one training step of a BERT with random weights: float32, dropout 0.1, mean pooling, a head"
                + " at every doubling dim, clip 1.0, AdamW. The backward pass counts as two forward ones.")
final class StepBench implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    Workload work;

    @Override
    public Integer call() throws IOException {
        MatryoshkaModel<String> model = work.model();
        List<String> texts = work.texts((BertEncoder) model.encoder());
        TrainingStep.Batch<TextDataset> batch = work.batch(model);
        double peak = GemmPeak.gflops(model.engine().workers());
        SplittableRandom random = new SplittableRandom(1);
        TrainingStep<String, TextDataset> training = work.step(model);
        Runnable forward = forward(model, texts);
        Timing inference = work.timing(forward);
        Timing gradients = work.timing(() -> training.gradients(batch, random));
        Timing step = work.timing(() -> training.update(training.gradients(batch, random), 1));
        double flops = work.forwardFlops();
        ObjectNode result = JSON.createObjectNode().put("peer", "matryoshka");
        result.putObject("work")
                .put("layers", work.layers)
                .put("hidden", work.hidden)
                .put("heads", work.heads)
                .put("intermediate", work.intermediate)
                .put("batch", work.batch)
                .put("tokens", work.tokens)
                .put("classes", work.classes)
                .put("repeats", work.repeats)
                .put("threads", work.threads);
        result.set("forward", inference.toJson(work.batchTokens(), flops, peak));
        result.set("forward_backward", gradients.toJson(work.batchTokens(), 3 * flops, peak));
        result.set("step", step.toJson(work.batchTokens(), 3 * flops, peak));
        result.put("gemm_peak_gflops", Timing.rounded(peak, 1)).put("peak_rss_mb", Machine.peakResidentMegabytes());
        System.out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(result));
        return 0;
    }

    private static Runnable forward(MatryoshkaModel<String> model, List<String> texts) {
        SameDiff graph = Engine.newGraph();
        String z = model.encoder().build(graph, Encoder.Mode.INFERENCE).name();
        Program program = model.engine().forward(graph, List.of(z));
        Map<String, INDArray> feed = model.encoder().feed(texts, Encoder.Mode.INFERENCE, null);
        return () -> program.run(feed);
    }
}
