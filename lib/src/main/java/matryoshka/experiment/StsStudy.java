package matryoshka.experiment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import matryoshka.data.Datasets;
import matryoshka.data.GradedPairs;
import matryoshka.data.Split;
import matryoshka.engine.Engine;
import matryoshka.model.CoSent;
import matryoshka.model.MatryoshkaModel;
import matryoshka.model.Objective;
import matryoshka.model.RunRecord;
import matryoshka.train.TrainOptions;
import matryoshka.train.TrainingListener;

/** Graded similarity: Spearman's correlation on the test part of the STS Benchmark, trained on its training part. */
final class StsStudy implements Study {
    private static final Objective<GradedPairs> OBJECTIVE = new CoSent();
    private static final double[] IMPORTANCE = {1, 1, 2, 4, 0.5, 0.1, 0.1}; // what 64 dims know, 384 have too
    private static final int EPOCHS = 2;
    private static final int BATCH = 64;
    private static final double ENCODER_RATE = 1e-4;
    private static final double HEAD_RATE = 0.3; // no heads here

    private final Engine engine;

    StsStudy(Engine engine) {
        this.engine = engine;
    }

    @Override
    public String name() {
        return "sts-b";
    }

    @Override
    public String description() {
        return "Spearman's correlation of cosine and grade on the 1,379 test pairs of the STS Benchmark, trained on its"
                + " 5,749 training pairs";
    }

    @Override
    public List<String> methods() {
        List<String> methods = new ArrayList<>(List.of(Method.MRL, Method.PLAIN, Method.OFF_THE_SHELF));
        methods.addAll(Method.fixedFeatures(Method.DIMS));
        return methods;
    }

    private TrainOptions options(long seed) {
        return TrainOptions.defaults()
                .withEpochs(EPOCHS)
                .withBatchSize(BATCH)
                .withRates(ENCODER_RATE, HEAD_RATE)
                .withSeed(seed);
    }

    @Override
    public Optional<Outcome> run(String method, long seed, TrainingListener... listeners) throws IOException {
        Split<GradedPairs> split = Datasets.stsBenchmark();
        NestingDims trained = Method.trainedDims(method, Method.DIMS);
        MatryoshkaModel<String> model =
                Method.miniLm(Method.embedding(trained, IMPORTANCE).withSeed(seed), engine);
        NestingDims measured = method.equals(Method.PLAIN) ? Method.DIMS : trained;
        if (method.equals(Method.OFF_THE_SHELF))
            return Optional.of(new Outcome(
                    measure(method, model, split.test(), measured),
                    RunRecord.begin().with(split)));
        return TrainedRun.of(model, OBJECTIVE, split, options(seed), listeners)
                .map(run -> new Outcome(measure(method, run.model(), split.test(), measured), run.record()));
    }

    private static List<Measurement> measure(
            String method, MatryoshkaModel<String> model, GradedPairs pairs, NestingDims dims) {
        List<String> texts = new ArrayList<>(pairs.pairs().firsts());
        texts.addAll(pairs.pairs().seconds());
        Embeddings z = model.embed(texts);
        return dims.dims().stream()
                .map(dim -> new Measurement(method, dim, OBJECTIVE.metric(), OBJECTIVE.score(pairs, z, model, dim)))
                .toList();
    }
}
