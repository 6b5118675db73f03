package matryoshka.experiment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import matryoshka.Embeddings;
import matryoshka.data.Datasets;
import matryoshka.data.Split;
import matryoshka.data.TextPairs;
import matryoshka.engine.Engine;
import matryoshka.evaluate.Baselines;
import matryoshka.evaluate.Metric;
import matryoshka.evaluate.RetrievalEvaluator;
import matryoshka.evaluate.Rotation;
import matryoshka.model.InfoNce;
import matryoshka.model.MatryoshkaConfig;
import matryoshka.model.MatryoshkaModel;
import matryoshka.model.RunRecord;
import matryoshka.train.TrainOptions;
import matryoshka.train.TrainingListener;

/**
 * From the gloss to the word: contrastive learning on WordNet's pairs of lemma and gloss; recall@10 of the lemmas of
 * the glosses of 2,000 held-out pairs (1,865 glosses) among 20,000. The plain model is also turned to its principal
 * components, found on the 20,000.
 */
final class ReverseDictionaryStudy implements Study {
    private static final int TRAIN = 16_000;
    private static final double[] IMPORTANCE = {1, 1, 2, 1, 1, 2, 16}; // a plain model has all of it at full dim
    private static final int BATCH = 64;
    private static final int VALIDATION = 500;
    private static final int QUERIES = 2_000; // pairs; some share a gloss
    private static final int CANDIDATES = 20_000;
    private static final int K = 10;
    private static final long DATA_SEED = 7; // the same data for all methods and seeds

    private final Engine engine;
    private TextPairs pairs;

    ReverseDictionaryStudy(Engine engine) {
        this.engine = engine;
    }

    @Override
    public String name() {
        return "reverse-dictionary";
    }

    @Override
    public String description() {
        return "recall@10 of the lemmas of 1,865 held-out WordNet glosses among 20,000 lemmas, after contrastive"
                + " training on 16,000 other pairs";
    }

    @Override
    public List<String> methods() {
        return List.of(Method.MRL, Method.PLAIN, Method.OFF_THE_SHELF);
    }

    private TrainOptions options(long seed) {
        return TrainOptions.defaults().withEpochs(1).withBatchSize(BATCH).withSeed(seed);
    }

    @Override
    public Optional<Outcome> run(String method, long seed, TrainingListener... listeners) throws IOException {
        if (pairs == null) pairs = Datasets.wordNetPairs();
        Split<TextPairs> all = pairs.split(0.9, 0.01, DATA_SEED);
        Split<TextPairs> split = new Split<>(
                all.train().sample(TRAIN, DATA_SEED),
                all.validation().sample(VALIDATION, DATA_SEED),
                all.test().sample(QUERIES, DATA_SEED));
        MatryoshkaConfig config = Method.embedding(Method.trainedDims(method, Method.DIMS), IMPORTANCE)
                .withSeed(seed);
        MatryoshkaModel<String> model = Method.miniLm(config, engine);
        if (method.equals(Method.OFF_THE_SHELF))
            return Optional.of(
                    new Outcome(measure(method, model, split), RunRecord.begin().with(split)));
        return TrainedRun.of(model, new InfoNce(), split, options(seed), listeners)
                .map(run -> new Outcome(measure(method, run.model(), split), run.record()));
    }

    private List<Measurement> measure(String method, MatryoshkaModel<String> model, Split<TextPairs> split) {
        List<String> glosses = List.copyOf(new LinkedHashSet<>(split.test().seconds()));
        Map<String, Integer> candidates = candidates(glosses);
        List<Set<Integer>> relevant = relevant(glosses, candidates);
        Embeddings database = model.embed(List.copyOf(candidates.keySet())), queries = model.embed(glosses);
        List<Measurement> found = recall(method, database, queries, relevant);
        if (method.equals(Method.PLAIN)) {
            Rotation pca = Rotation.principalComponents(database);
            found.addAll(recall(Baselines.PCA, pca.apply(database), pca.apply(queries), relevant));
        }
        return found;
    }

    private static List<Measurement> recall(
            String method, Embeddings database, Embeddings queries, List<Set<Integer>> relevant) {
        List<Measurement> found = new ArrayList<>();
        RetrievalEvaluator.recall(database, queries, relevant, Method.DIMS, K)
                .forEach((dim, value) -> found.add(new Measurement(method, dim, Metric.recall(K), value)));
        return found;
    }

    /** The lemmas of the glosses asked for, and others drawn at random, each with its row. */
    private Map<String, Integer> candidates(List<String> glosses) {
        Set<String> asked = new HashSet<>(glosses);
        Set<String> chosen = new LinkedHashSet<>();
        for (int i = 0; i < pairs.size(); i++) if (asked.contains(pairs.second(i))) chosen.add(pairs.first(i));
        List<String> lemmas = new ArrayList<>(new LinkedHashSet<>(pairs.firsts()));
        Collections.shuffle(lemmas, new Random(DATA_SEED));
        for (String lemma : lemmas) if (chosen.size() < CANDIDATES) chosen.add(lemma);
        Map<String, Integer> rows = new LinkedHashMap<>();
        for (String lemma : chosen) rows.put(lemma, rows.size());
        return rows;
    }

    /** The rows of every gloss's lemmas. */
    private List<Set<Integer>> relevant(List<String> glosses, Map<String, Integer> candidates) {
        Map<String, Set<Integer>> rows = new HashMap<>();
        glosses.forEach(gloss -> rows.put(gloss, new HashSet<>()));
        for (int i = 0; i < pairs.size(); i++) {
            Set<Integer> own = rows.get(pairs.second(i));
            if (own != null) own.add(candidates.get(pairs.first(i)));
        }
        return glosses.stream().map(rows::get).toList();
    }
}
