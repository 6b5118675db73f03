package matryoshka.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import matryoshka.Embeddings;
import matryoshka.Npy;
import matryoshka.data.CsvFile;
import matryoshka.model.MatryoshkaModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code embed}: texts to a NumPy file. */
@Command(
        name = "embed",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Embed a CSV file's texts, truncated to a dim and then normalised: unit-norm float32 rows, [N, M].")
final class EmbedCommand implements Callable<Integer> {
    @Mixin
    ModelOption model;

    @Option(names = "--data", required = true, paramLabel = "F.csv", description = "A CSV file with a header.")
    Path data;

    @Option(names = "--text", required = true, paramLabel = "COL", description = "The column with the texts.")
    String text;

    @Option(names = "--dim", paramLabel = "M", description = "How many dims to keep. Default: all.")
    Integer dim;

    @Option(names = "--out", required = true, paramLabel = "F.npy", description = "Where to write the embeddings.")
    Path out;

    @Override
    public Integer call() throws IOException {
        MatryoshkaModel<String> trained = model.load();
        int kept = dim == null ? trained.encoder().dimension() : dim;
        if (kept < 1 || kept > trained.encoder().dimension())
            throw new IllegalArgumentException(
                    "--dim must be 1.." + trained.encoder().dimension() + " for this model, got " + kept);
        List<String> texts = CsvFile.read(data).texts(text);
        Embeddings embeddings = trained.embed(texts).truncate(kept).normalize();
        Npy.write(out, embeddings);
        System.out.println(embeddings.rows() + " x " + embeddings.dimension() + " embeddings written to " + out);
        return 0;
    }
}
