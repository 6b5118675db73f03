package matryoshka.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import matryoshka.model.MatryoshkaModel;
import matryoshka.search.Catalog;
import matryoshka.search.StoredIndex;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code index}: texts or vectors to a folder that {@code search} asks. */
@Command(
        name = "index",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Write an index that \"search\" asks: the vectors of a CSV file's texts, or vectors that exist,"
                + " with the ids, texts and classes of the rows.")
final class IndexCommand implements Callable<Integer> {
    private static final int SMALLEST_DIM = 8;

    @ArgGroup(multiplicity = "1")
    Source source;

    /** One of the three. */
    static final class Source extends EmbedderOption.Source {
        @Option(names = "--vectors", paramLabel = "F.npy", description = "… or vectors that exist, float32 [N, D].")
        Path vectors;
    }

    @Mixin
    CatalogOptions rows;

    @Option(
            names = "--dims",
            paramLabel = "M,M,…",
            converter = DimsConverter.class,
            description = "Where the vectors are cut into blocks, so that searches at these dims read no more. Default:"
                    + " the dims the model was trained for, or else doubling from 8.")
    NestingDims dims;

    @Option(
            names = "--graph",
            split = ",",
            paramLabel = "M,M,…",
            description =
                    "Dims of which an HNSW graph is kept, for searches by hnsw at them, or with them as shortlist.")
    List<Integer> graphs = List.of();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where to write the index.")
    Path out;

    @Mixin
    ThreadsOption threads;

    @Override
    public Integer call() throws IOException {
        StoredIndex.checkReplaceable(out);
        if (source.vectors == null) indexTexts();
        else indexVectors();
        return 0;
    }

    private void indexTexts() throws IOException {
        Catalog catalog = rows.ofTexts();
        MatryoshkaModel<String> model = source.load(threads.engine());
        NestingDims usual = source.model == null
                ? doubling(model.encoder().dimension())
                : model.config().dims();
        NestingDims ends = chosen(usual, model.encoder().dimension());
        write(model.embed(catalog.texts()), ends, catalog);
    }

    private void indexVectors() throws IOException {
        Embeddings vectors = new VectorsFile("--vectors", source.vectors).read();
        NestingDims ends = chosen(doubling(vectors.dimension()), vectors.dimension());
        write(vectors, ends, rows.of(vectors.rows()));
    }

    private static NestingDims doubling(int dimension) {
        return NestingDims.doubling(Math.min(SMALLEST_DIM, dimension), dimension);
    }

    private NestingDims chosen(NestingDims usual, int dimension) {
        for (int graph : graphs)
            Require.within(1, dimension, "--graph", graph, "the vectors have " + dimension + " dims");
        if (dims == null) return usual;
        Require.within(1, dimension, "--dims", dims.full(), "the vectors have " + dimension + " dims");
        return dims;
    }

    private void write(Embeddings vectors, NestingDims ends, Catalog catalog) throws IOException {
        StoredIndex.write(out, vectors, ends, catalog, graphs);
        System.out.println(vectors.rows() + " x " + vectors.dimension() + " indexed into " + out);
    }
}
