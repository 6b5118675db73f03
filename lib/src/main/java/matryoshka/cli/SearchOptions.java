package matryoshka.cli;

import java.util.Optional;
import matryoshka.search.Funnel;
import matryoshka.search.IndexKind;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How an index is searched. */
final class SearchOptions {
    private static final int K = 10;
    private static final int KEPT = 200;

    @Option(
            names = "--k",
            paramLabel = "K",
            description = "How many rows to find for each query. Default: 10, or all if there are fewer.")
    Integer k;

    @Option(
            names = "--by",
            paramLabel = "INDEX",
            defaultValue = "brute-force",
            converter = IndexKindConverter.class,
            description = "brute-force or kd-tree, which are exact, hnsw or ivf. Default: ${DEFAULT-VALUE}.")
    IndexKind by;

    @Option(names = "--dim", paramLabel = "M", description = "The dims that distances are taken at. Default: all.")
    Integer dim;

    @Option(
            names = "--shortlist",
            paramLabel = "M",
            description = "Adaptive retrieval: search at so few dims, then sort the best again at --dim. Approximate.")
    Integer shortlist;

    @Option(
            names = "--keep",
            paramLabel = "ROWS",
            description = "How many rows of the shortlist to sort again. Default: 200, or --k if that is more.")
    Integer keep;

    @Spec(Spec.Target.MIXEE)
    CommandSpec command;

    /** What they ask for of an index of that many rows and dims. */
    SearchPlan plan(int rows, int dimension) {
        if (shortlist == null && keep != null)
            throw new ParameterException(
                    command.commandLine(),
                    "--keep belongs to --shortlist M, the dims of the search whose rows it keeps");
        if (rows == 0) throw new IllegalArgumentException("the index has no rows: index 1 or more");
        int wanted = k == null ? Math.min(K, rows) : k;
        Require.within(1, rows, "--k", wanted, "the index has " + rows + " rows");
        int at = dim == null ? dimension : dim;
        Require.within(1, dimension, "--dim", at, "the index has " + dimension + " dims");
        if (shortlist == null) return new SearchPlan(wanted, by, at, Optional.empty());
        Require.within(1, at - 1, "--shortlist", shortlist, "below the " + at + " dims of --dim");
        int kept = keep == null ? Math.min(rows, Math.max(KEPT, wanted)) : keep;
        Require.within(wanted, rows, "--keep", kept, "--k is " + wanted + ", the index has " + rows + " rows");
        return new SearchPlan(wanted, by, at, Optional.of(Funnel.adaptive(shortlist, kept, at)));
    }
}
