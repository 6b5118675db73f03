package matryoshka.experiment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import matryoshka.data.Dataset;
import matryoshka.data.Split;
import matryoshka.encoder.Encoder;
import matryoshka.engine.Engine;
import matryoshka.evaluate.Baselines;
import matryoshka.evaluate.DimensionEvaluator;
import matryoshka.evaluate.LinearProbe;
import matryoshka.evaluate.Metric;
import matryoshka.model.CrossEntropy;
import matryoshka.model.Head;
import matryoshka.model.MatryoshkaConfig;
import matryoshka.model.MatryoshkaModel;
import matryoshka.model.NestedHeads;
import matryoshka.model.RunRecord;
import matryoshka.train.TrainOptions;
import matryoshka.train.TrainingListener;

/**
 * Accuracy at every dim of MRL, MRL-E, a model for every dim (FF), and of a plain model cut by every baseline; of MRL also
 * adaptive classification and dims between those it was trained for.
 */
final class ClassificationStudy<X, D extends Dataset<X>> implements Study {
    private final Task<X, D> task;
    private final List<Variant> variants;
    private final List<Further<X>> further;
    private final Engine engine;

    ClassificationStudy(Task<X, D> task, List<Variant> variants, List<Further<X>> further, Engine engine) {
        this.task = task;
        this.variants = variants;
        this.further = further;
        this.engine = engine;
    }

    @Override
    public String name() {
        return task.name();
    }

    @Override
    public String description() {
        return task.description();
    }

    @Override
    public List<String> methods() {
        List<String> methods = new ArrayList<>(task.methods());
        variants.forEach(variant -> methods.add(variant.name()));
        return methods;
    }

    @Override
    public Optional<Outcome> run(String method, long seed, TrainingListener... listeners) throws IOException {
        Split<D> split = task.data().load();
        Encoder<X> encoder = task.encoder().load(seed);
        if (method.equals(Method.OFF_THE_SHELF)) return Optional.of(untrained(encoder, split, seed));
        MatryoshkaModel<X> model = MatryoshkaModel.create(
                encoder, config(method, split.train().classes()).withSeed(seed), engine);
        Optional<TrainedRun<X>> run =
                TrainedRun.of(model, new CrossEntropy(), split, options(method).withSeed(seed), listeners);
        return run.isEmpty()
                ? Optional.empty()
                : Optional.of(new Outcome(
                        measure(method, model, split, seed), run.get().record()));
    }

    private TrainOptions options(String method) {
        TrainOptions options = task.options().apply(TrainOptions.defaults());
        for (Variant variant : variants)
            if (variant.name().equals(method)) return variant.options().apply(options);
        return options;
    }

    private MatryoshkaConfig config(String method, List<String> classes) {
        NestingDims trained = Method.trainedDims(method, task.dims());
        if (trained.size() == 1) return MatryoshkaConfig.fixedFeature(trained.full(), classes);
        MatryoshkaConfig config = MatryoshkaConfig.of(trained, classes);
        if (method.equals(Method.MRL_E)) return config.withHead(Head.MRL_E);
        for (Variant variant : variants)
            if (variant.name().equals(method)) return variant.config().apply(config);
        return config;
    }

    private Outcome untrained(Encoder<X> encoder, Split<D> split, long seed) {
        NestingDims full = NestingDims.of(encoder.dimension());
        MatryoshkaModel<X> model = MatryoshkaModel.create(encoder, MatryoshkaConfig.embedding(full), engine);
        Embeddings database = model.embed(split.train()), queries = model.embed(split.test());
        return new Outcome(
                Measurement.of(DimensionEvaluator.evaluate(Method.OFF_THE_SHELF, database, queries, task.dims())
                        .with(Metric.PROBE, LinearProbe.accuracies(database, queries, task.dims(), seed, engine))),
                RunRecord.begin().with(split).with("seed", seed));
    }

    private List<Measurement> measure(String method, MatryoshkaModel<X> model, Split<D> split, long seed)
            throws IOException {
        Embeddings database = model.embed(split.train()), queries = model.embed(split.test());
        NestedHeads heads = model.heads();
        NestingDims dims = method.equals(Method.PLAIN) ? task.dims() : Method.trainedDims(method, task.dims());
        List<Measurement> found = new ArrayList<>();
        if (method.equals(Method.PLAIN))
            Baselines.of(heads, database, queries, dims, seed, engine)
                    .forEach(report -> found.addAll(Measurement.of(report)));
        else found.addAll(Measurement.of(DimensionEvaluator.evaluate(method, heads, database, queries, dims)));
        for (Further<X> each : further)
            found.addAll(each.measure(new Further.Trained<>(method, model, database, queries, dims, seed)));
        return found;
    }
}
