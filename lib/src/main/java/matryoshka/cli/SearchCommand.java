package matryoshka.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import matryoshka.Embeddings;
import matryoshka.evaluate.HitTable;
import matryoshka.model.MatryoshkaModel;
import matryoshka.search.Catalog;
import matryoshka.search.Hit;
import matryoshka.search.StoredIndex;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code search}: the nearest rows of an index to texts or vectors. */
@Command(
        name = "search",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "The rows of an index that are nearest to texts or vectors by cosine, with their L2 distances;"
                + " vectors are scaled to unit length after they are cut.")
final class SearchCommand implements Callable<Integer> {
    @Option(names = "--index", required = true, paramLabel = "DIR", description = "An index written by \"index\".")
    Path index;

    @ArgGroup(multiplicity = "1")
    Source source;

    /** One of the three. */
    static final class Source extends EmbedderOption.Source {
        @Option(
                names = "--queries",
                paramLabel = "Q.npy",
                description = "… or queries that are vectors already, float32 [Q, D].")
        Path queries;
    }

    @Mixin
    TextsOption texts;

    @Mixin
    SearchOptions search;

    @Mixin
    ThreadsOption threads;

    @Mixin
    TableOption output;

    private record Queries(List<String> names, Embeddings vectors) {}

    @Override
    public Integer call() throws IOException {
        if (source.queries != null) texts.requireNone("--queries holds the queries");
        try (StoredIndex opened = StoredIndex.open(index)) {
            SearchPlan plan = search.plan(opened.size(), opened.dimension());
            Catalog catalog = opened.catalog();
            Queries asked = source.queries == null ? embedded(opened) : read(opened);
            List<List<Hit>> hits =
                    plan.run(opened, asked.vectors).stream().map(catalog::hits).toList();
            output.give(HitTable.of(asked.names, hits));
        }
        return 0;
    }

    private Queries embedded(StoredIndex opened) throws IOException {
        List<String> given = texts.load();
        MatryoshkaModel<String> model = source.load(threads.engine());
        requireDimension(opened, model.encoder().dimension(), "the model or encoder");
        return new Queries(given, model.embed(given));
    }

    private Queries read(StoredIndex opened) throws IOException {
        VectorsFile file = new VectorsFile("--queries", source.queries);
        Embeddings vectors = file.read();
        requireDimension(opened, vectors.dimension(), file.toString());
        List<String> numbers =
                IntStream.range(0, vectors.rows()).mapToObj(String::valueOf).toList();
        return new Queries(numbers, vectors);
    }

    private void requireDimension(StoredIndex opened, int dimension, String whose) {
        if (dimension != opened.dimension())
            throw new IllegalArgumentException("--index " + index + " holds vectors of " + opened.dimension()
                    + " dims, " + whose + " gives " + dimension + ": ask with what the index was made with");
    }
}
