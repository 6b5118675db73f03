package matryoshka.experiment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import matryoshka.Embeddings;
import matryoshka.engine.Engine;
import matryoshka.evaluate.Metric;
import matryoshka.evaluate.RetrievalEvaluator;
import matryoshka.evaluate.SearchSpeed;
import matryoshka.search.AdaptiveRetriever;
import matryoshka.search.BruteForceIndex;
import matryoshka.search.Funnel;
import matryoshka.search.Precision;
import matryoshka.search.QuantizedIndex;
import matryoshka.search.SearchResult;
import matryoshka.search.VectorIndex;
import matryoshka.train.TrainingListener;

/**
 * What a better retrieval costs: mAP@10 of held-out glosses against the speed of one query after the other, by exact
 * search, adaptive retrieval, funnels, graphs and coarse codes, over one MRL model a seed. Where a method searches at
 * few dims first, those are its dim.
 */
final class RetrievalStudy implements Study {
    private static final int K = 10;
    private static final int FULL = Method.DIMS.full();
    private static final int[] SHORTLIST_DIMS = {8, 16, 32, 64, 128};

    /** The paper's funnels (arXiv:2205.13147, table 15), with this encoder's full dim. */
    private static final List<Funnel> FUNNELS = List.of(
            Funnel.adaptive(8, 800, 16)
                    .then(400, 32)
                    .then(200, 64)
                    .then(50, 128)
                    .then(10, FULL),
            Funnel.adaptive(16, 200, 32)
                    .then(100, 64)
                    .then(50, 128)
                    .then(25, 256)
                    .then(10, FULL));

    private final Engine engine;
    private final Map<String, Function<RetrievalCorpus, List<Candidate>>> methods = new LinkedHashMap<>();
    private final Map<Long, RetrievalCorpus> corpora = new HashMap<>(); // by seed

    RetrievalStudy(Engine engine) {
        this.engine = engine;
        methods.put("exact", RetrievalStudy::exact);
        methods.put("AR K=200", corpus -> adaptive(corpus, 200, BruteForceIndex::of));
        for (int keep : new int[] {50, 100, 200})
            methods.put("AR HNSW K=" + keep, corpus -> adaptive(corpus, keep, corpus.graphs()::over));
        for (int breadth : new int[] {10, 16, 32, 64, 128})
            methods.put(
                    "HNSW ef=" + breadth,
                    corpus -> full(corpus.graphs().over(corpus.units()).withBreadth(breadth)));
        for (int probes : new int[] {1, 2, 4, 8, 16, 32})
            methods.put("IVF probes=" + probes, corpus -> full(corpus.lists().withProbes(probes)));
        methods.put("funnel", RetrievalStudy::funnels);
        methods.put("coded float16=x2", corpus -> coded(corpus, Precision.FLOAT16, 2));
        methods.put("coded int8=x4", corpus -> coded(corpus, Precision.INT8, 4));
        methods.put("coded binary=x10", corpus -> coded(corpus, Precision.BINARY, 10));
    }

    /** An index to be measured, and the dim it is filed under. */
    private record Candidate(int dim, VectorIndex index) {}

    @Override
    public String name() {
        return "retrieval";
    }

    @Override
    public String description() {
        return "2,000 held-out glosses among 113,791 others of WordNet, 45 supersenses, MRL trained on 8,000";
    }

    @Override
    public List<String> methods() {
        return List.copyOf(methods.keySet());
    }

    @Override
    public Optional<Outcome> run(String method, long seed, TrainingListener... listeners) throws IOException {
        if (!corpora.containsKey(seed)) {
            Optional<RetrievalCorpus> corpus = RetrievalCorpus.train(engine, seed, listeners);
            if (corpus.isEmpty()) return Optional.empty();
            corpora.put(seed, corpus.get());
        }
        RetrievalCorpus corpus = corpora.get(seed);
        List<Measurement> found = new ArrayList<>();
        for (Candidate each : methods.get(method).apply(corpus)) found.addAll(measure(method, corpus, each));
        return Optional.of(new Outcome(found, corpus.record()));
    }

    private static List<Measurement> measure(String method, RetrievalCorpus corpus, Candidate candidate) {
        VectorIndex index = candidate.index();
        Embeddings queries = corpus.queries().prefix(index.dimension()).normalize();
        List<SearchResult> found = index.searchAll(queries, K);
        double precision = RetrievalEvaluator.meanAveragePrecision(corpus.units(), queries, found, K);
        double operations = found.stream()
                .limit(100)
                .mapToDouble(each -> each.cost().megaFlops())
                .average()
                .orElseThrow();
        double speed = SearchSpeed.queriesPerSecond(index, queries, K);
        return List.of(
                new Measurement(method, candidate.dim(), Metric.map(K), precision),
                new Measurement(method, candidate.dim(), Measurement.SPEED, speed),
                new Measurement(method, candidate.dim(), Measurement.OPERATIONS, operations),
                new Measurement(method, candidate.dim(), Measurement.SIZE, index.bytes() / 1e6));
    }

    private static List<Candidate> exact(RetrievalCorpus corpus) {
        return Method.DIMS.dims().stream()
                .map(dim -> new Candidate(
                        dim, BruteForceIndex.of(corpus.units().prefix(dim).normalize())))
                .toList();
    }

    private static List<Candidate> adaptive(
            RetrievalCorpus corpus, int keep, Function<Embeddings, VectorIndex> shortlist) {
        return IntStream.of(SHORTLIST_DIMS)
                .mapToObj(dim -> new Candidate(
                        dim, AdaptiveRetriever.of(corpus.units(), Funnel.adaptive(dim, keep, FULL), shortlist)))
                .toList();
    }

    private static List<Candidate> funnels(RetrievalCorpus corpus) {
        return FUNNELS.stream()
                .map(funnel -> new Candidate(
                        funnel.shortlistDim(), AdaptiveRetriever.of(corpus.units(), funnel, corpus.graphs()::over)))
                .toList();
    }

    private static List<Candidate> coded(RetrievalCorpus corpus, Precision precision, int rescored) {
        return full(QuantizedIndex.of(corpus.units(), precision, rescored));
    }

    private static List<Candidate> full(VectorIndex index) {
        return List.of(new Candidate(FULL, index));
    }
}
