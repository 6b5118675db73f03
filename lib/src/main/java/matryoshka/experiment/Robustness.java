package matryoshka.experiment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import matryoshka.bert.BertEncoder;
import matryoshka.data.Datasets;
import matryoshka.data.Split;
import matryoshka.data.TextCorruption;
import matryoshka.data.TextDataset;
import matryoshka.evaluate.ClassAccuracy;
import matryoshka.evaluate.CoarseToFine;
import matryoshka.evaluate.DimensionEvaluator;
import matryoshka.evaluate.DimensionReport;
import matryoshka.evaluate.DimensionScore;
import matryoshka.evaluate.Metric;
import matryoshka.evaluate.NearestClassMean;
import matryoshka.model.MatryoshkaConfig;
import matryoshka.model.MatryoshkaModel;
import matryoshka.model.NestedHeads;

/**
 * What MRL, MRL-E and the plain model keep at every dim when the hypernym task gets harder or coarser: typos and dropped
 * words, example sentences instead of glosses, few examples a class, superclasses, and the encoder's lower layers.
 */
final class Robustness implements Further<String> {
    private static final Set<String> METHODS = Set.of(Method.MRL, Method.MRL_E, Method.PLAIN);
    private static final double[] RATES = {0.1, 0.2, 0.4};
    private static final int[] SHOTS = {1, 5, 20};
    private static final int DISTURBED = 2_000; // test texts
    private static final int SEARCHED = 3_000; // training texts, of the lower layers
    private static final long DATA_SEED = 7;

    private final Task<String, TextDataset> task;

    Robustness(Task<String, TextDataset> task) {
        this.task = task;
    }

    @Override
    public List<Measurement> measure(Trained<String> trained) throws IOException {
        if (!METHODS.contains(trained.method())) return List.of();
        Split<TextDataset> split = task.data().load();
        List<Measurement> found = new ArrayList<>();
        TextDataset some = split.test().sample(DISTURBED, DATA_SEED);
        found.addAll(accuracy(trained, some, Measurement.UNDISTURBED));
        for (double rate : RATES) {
            found.addAll(accuracy(
                    trained, TextCorruption.typos(rate, DATA_SEED).apply(some), Measurement.TYPOS + " " + rate));
            found.addAll(accuracy(
                    trained,
                    TextCorruption.droppedWords(rate, DATA_SEED).apply(some),
                    Measurement.DROPPED_WORDS + " " + rate));
        }
        TextDataset sentences = Datasets.wordNetHypernymExamples(Tasks.HYPONYMS);
        found.addAll(accuracy(trained, sentences, "example sentences"));
        found.addAll(asTheSentences(trained, sentences));
        found.addAll(fewShot(trained));
        found.addAll(coarse(trained, split.train().classes()));
        found.addAll(layers(trained, split));
        return found;
    }

    private static List<Measurement> accuracy(Trained<String> trained, TextDataset texts, String condition) {
        DimensionReport report = DimensionEvaluator.evaluate(
                trained.method(),
                trained.model().heads(),
                trained.database(),
                trained.model().embed(texts),
                trained.dims());
        List<Measurement> found = new ArrayList<>();
        for (DimensionScore score : report.scores())
            for (String metric : List.of(Metric.TOP1, Metric.MACRO_F1, Metric.ONE_NN))
                found.add(new Measurement(
                        trained.method(), score.dim(), Measurement.under(metric, condition), score.get(metric)));
        return found;
    }

    /** Accuracy on the glosses, every class weighing what it weighs among the sentences: what to compare theirs with. */
    private static List<Measurement> asTheSentences(Trained<String> trained, TextDataset sentences) {
        double[] shares = new double[sentences.classes().size()];
        for (int i = 0; i < sentences.size(); i++) shares[sentences.label(i)] += 1.0 / sentences.size();
        List<Measurement> found = new ArrayList<>();
        for (int dim : trained.dims().dims()) {
            ClassAccuracy byClass = byClass(trained, dim);
            double sum = 0;
            for (int c = 0; c < shares.length; c++) if (shares[c] > 0) sum += shares[c] * byClass.accuracy(c);
            found.add(new Measurement(trained.method(), dim, "top1, glosses in the classes of the sentences", sum));
        }
        return found;
    }

    private static ClassAccuracy byClass(Trained<String> trained, int dim) {
        NestedHeads heads = trained.model().heads();
        return ClassAccuracy.of(trained.queries().labels(), heads.topClasses(trained.queries(), dim), heads.classes());
    }

    private static List<Measurement> fewShot(Trained<String> trained) {
        List<Measurement> found = new ArrayList<>();
        for (int shots : SHOTS)
            found.addAll(Measurement.of(
                    trained.method(),
                    Measurement.under(Measurement.CLASS_MEAN, shots + " a class"),
                    NearestClassMean.of(trained.database(), trained.queries(), trained.dims(), shots, trained.seed())
                            .accuracies()));
        return found;
    }

    private static List<Measurement> coarse(Trained<String> trained, List<String> classes) {
        int[] superclasses =
                Datasets.wordNetHypernymSuperclasses(Tasks.HYPONYMS).ids(classes);
        int[] labels = trained.queries().labels();
        List<Measurement> found = new ArrayList<>();
        for (int dim : trained.dims().dims()) {
            int[] guessed = trained.model().heads().topClasses(trained.queries(), dim);
            CoarseToFine coarse = CoarseToFine.of(labels, guessed, superclasses);
            found.add(new Measurement(trained.method(), dim, "superclass", coarse.coarse()));
            found.add(new Measurement(trained.method(), dim, "errors inside the superclass", coarse.errorsInside()));
        }
        return found;
    }

    /** 1-NN of every layer's output, pooled as the last one's. */
    private static List<Measurement> layers(Trained<String> trained, Split<TextDataset> split) {
        BertEncoder whole = (BertEncoder) trained.model().encoder();
        TextDataset database = split.train().sample(SEARCHED, DATA_SEED),
                queries = split.test().sample(DISTURBED, DATA_SEED);
        List<Measurement> found = new ArrayList<>();
        for (int layers = 1; layers <= whole.layers(); layers++) {
            MatryoshkaModel<String> lower = MatryoshkaModel.create(
                    whole.withLayers(layers),
                    MatryoshkaConfig.embedding(trained.dims()),
                    trained.model().engine());
            for (DimensionScore score : DimensionEvaluator.evaluate(
                            trained.method(), lower.embed(database), lower.embed(queries), trained.dims())
                    .scores())
                found.add(new Measurement(
                        trained.method(),
                        score.dim(),
                        Measurement.under(Metric.ONE_NN, Measurement.layer(layers)),
                        score.oneNn()));
        }
        return found;
    }
}
