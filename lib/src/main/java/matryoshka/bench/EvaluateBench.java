package matryoshka.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import matryoshka.Npy;
import matryoshka.evaluate.DimensionEvaluator;
import matryoshka.model.NestedHeads;
import matryoshka.model.NestedHeads.Linear;
import matryoshka.search.BruteForceIndex;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code evaluate}: all metrics at all dims against one exact search at the full dim, in turn, as a JSON object. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Time the evaluation of given vectors at every dim, with random heads and labels, in turn with one"
                        + " exact search at the full dim for the 10 nearest; the ratio is the median over rounds.")
final class EvaluateBench implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SMALLEST = 8;

    @Option(names = "--database", required = true, paramLabel = "X.npy", description = "Rows to search, float32.")
    Path databaseFile;

    @Option(names = "--queries", required = true, paramLabel = "Q.npy", description = "Rows to evaluate.")
    Path queriesFile;

    @Option(names = "--classes", defaultValue = "142", description = "How many. Default: ${DEFAULT-VALUE}.")
    int classes;

    @Option(names = "--rounds", defaultValue = "5", description = "How often, after two to warm up.")
    int rounds;

    @Override
    public Integer call() throws IOException {
        Workload.require("--classes", classes, 2);
        Workload.require("--rounds", rounds, 1);
        SplittableRandom random = new SplittableRandom(0);
        Embeddings database = labelled(Npy.read(databaseFile), random),
                queries = labelled(Npy.read(queriesFile), random);
        NestingDims dims = NestingDims.doubling(SMALLEST, database.dimension());
        NestedHeads heads = new NestedHeads(
                dims.dims().stream().map(dim -> head(dim, random)).toList());
        Runnable exact =
                () -> BruteForceIndex.of(database.normalize()).searchAll(queries.normalize(), DimensionEvaluator.K);
        Runnable all = () -> DimensionEvaluator.evaluate("all dims", heads, database, queries, dims);
        Timing.ofWarm(2, exact);
        Timing.ofWarm(2, all);
        double[] one = new double[rounds], every = new double[rounds], ratios = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            one[round] = Timing.ofWarm(1, exact).median();
            every[round] = Timing.ofWarm(1, all).median();
            ratios[round] = every[round] / one[round];
        }
        List<double[]> sorted = List.of(one, every, ratios);
        sorted.forEach(Arrays::sort);
        System.out.println(JSON.createObjectNode()
                .put("rows", database.rows())
                .put("queries", queries.rows())
                .put("dims", dims.toString())
                .put("exact_ms", Timing.rounded(new Timing(one).median(), 1))
                .put("all_dims_ms", Timing.rounded(new Timing(every).median(), 1))
                .put("ratio", Timing.rounded(new Timing(ratios).median(), 2))
                .put("ratio_min", Timing.rounded(ratios[0], 2))
                .put("ratio_max", Timing.rounded(ratios[rounds - 1], 2)));
        return 0;
    }

    private Embeddings labelled(Embeddings vectors, SplittableRandom random) {
        return vectors.withLabels(random.ints(vectors.rows(), 0, classes).toArray());
    }

    private Linear head(int dim, SplittableRandom random) {
        float[] weight = new float[dim * classes];
        IntStream.range(0, weight.length).forEach(i -> weight[i] = (float) random.nextGaussian());
        return new Linear(dim, classes, weight, new float[classes]);
    }
}
