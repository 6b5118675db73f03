package matryoshka.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import matryoshka.Embeddings;
import matryoshka.Npy;
import matryoshka.evaluate.RetrievalEvaluator;
import matryoshka.search.BruteForceIndex;
import matryoshka.search.HnswIndex;
import matryoshka.search.IndexKind;
import matryoshka.search.Neighbor;
import matryoshka.search.SearchResult;
import matryoshka.search.VectorIndex;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code knn}: nearest neighbours by every kind of index, a JSON object a line. */
@Command(
        name = "knn",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Time the indexes on given vectors: seconds to build, queries/s in one batch and one by one, and"
                + " recall@k against exact search.")
final class KnnBench implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int REPEATS = 5;
    private static final int SINGLE = 100;

    @Option(names = "--database", required = true, paramLabel = "X.npy", description = "Rows to search, float32.")
    Path databaseFile;

    @Option(names = "--queries", required = true, paramLabel = "Q.npy", description = "Rows to search for.")
    Path queriesFile;

    @Option(names = "--k", defaultValue = "10", description = "How many neighbours. Default: ${DEFAULT-VALUE}.")
    int k;

    @Option(names = "--skip", split = ",", paramLabel = "INDEX", description = "Indexes to leave out.")
    Set<String> skipped = Set.of();

    @Option(
            names = "--ef",
            split = ",",
            defaultValue = "64",
            description = "Breadths of the HNSW search. Default: ${DEFAULT-VALUE}.")
    List<Integer> breadths;

    @Option(
            names = "--warm-up",
            defaultValue = "2",
            description = "Seconds before each timing. Default: ${DEFAULT-VALUE}.")
    double warmUp;

    @Option(
            names = "--ids",
            paramLabel = "F.npy",
            description = "Write the rows that exact search finds here, int32 [queries, k].")
    Path ids;

    @Override
    public Integer call() throws IOException {
        Workload.require("--k", k, 1);
        Set<IndexKind> left = skipped.stream().map(IndexKind::of).collect(Collectors.toSet());
        Embeddings database = Npy.read(databaseFile), queries = Npy.read(queriesFile);
        List<SearchResult> truth = BruteForceIndex.of(database).searchAll(queries, k);
        if (ids != null) Npy.write(ids, rows(truth));
        for (IndexKind kind : IndexKind.values()) if (!left.contains(kind)) measure(kind, database, queries, truth);
        return 0;
    }

    private void measure(IndexKind kind, Embeddings database, Embeddings queries, List<SearchResult> truth)
            throws IOException {
        long start = System.nanoTime();
        VectorIndex index = kind.over(database);
        ObjectNode report = JSON.createObjectNode()
                .put("peer", kind.id())
                .put("rows", database.rows())
                .put("dim", database.dimension())
                .put("build_s", Timing.rounded((System.nanoTime() - start) / 1e9, 3));
        if (index instanceof HnswIndex graph)
            for (int breadth : breadths)
                measure(report.deepCopy().put("ef", breadth), graph.withBreadth(breadth), queries, truth);
        else measure(report, index, queries, truth);
    }

    private void measure(ObjectNode report, VectorIndex index, Embeddings queries, List<SearchResult> truth)
            throws IOException {
        int few = Math.min(SINGLE, queries.rows());
        Timing batch = Timing.of(REPEATS, warmUp, () -> index.searchAll(queries, k));
        Timing single = Timing.of(REPEATS, warmUp, () -> {
            for (int q = 0; q < few; q++) index.search(queries.row(q), k);
        });
        System.out.println(report.put("batch_qps", Timing.rounded(queries.rows() / batch.median() * 1e3, 1))
                .put("single_qps", Timing.rounded(few / single.median() * 1e3, 1))
                .put("recall_at_k", Timing.rounded(RetrievalEvaluator.recall(index.searchAll(queries, k), truth), 4)));
    }

    private static int[][] rows(List<SearchResult> results) {
        return results.stream()
                .map(result ->
                        result.neighbors().stream().mapToInt(Neighbor::row).toArray())
                .toArray(int[][]::new);
    }
}
