package matryoshka.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import matryoshka.ArrowFile;
import matryoshka.EmbeddedTexts;
import matryoshka.Embeddings;
import matryoshka.Npy;
import matryoshka.data.CsvFile;
import matryoshka.data.TextDataset;
import matryoshka.model.MatryoshkaModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code embed}: texts to a NumPy or Arrow file. */
@Command(
        name = "embed",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Embed a CSV file's texts, truncated to a dim and then normalised: unit-norm float32 rows, [N, M].")
final class EmbedCommand implements Callable<Integer> {
    @Mixin
    EmbedderOption embedder;

    @Option(names = "--data", required = true, paramLabel = "F.csv", description = "A CSV file with a header.")
    Path data;

    @Option(names = "--text", required = true, paramLabel = "COL", description = "The column with the texts.")
    String text;

    @Option(names = "--dim", paramLabel = "M", description = "How many dims to keep. Default: all.")
    Integer dim;

    @Option(
            names = "--label",
            paramLabel = "COL",
            description = "A column with classes, to be written beside the texts into F.arrow.")
    String label;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "F.npy|F.arrow",
            description = "Where to write: .npy for NumPy; .arrow (Feather) with the texts beside their embeddings, for"
                    + " pyarrow, pandas and polars.")
    Path out;

    @Spec
    CommandSpec command;

    @Override
    public Integer call() throws IOException {
        requireKnownForm();
        MatryoshkaModel<String> model = embedder.load();
        int kept = dim == null ? model.encoder().dimension() : dim;
        if (kept < 1 || kept > model.encoder().dimension())
            throw new IllegalArgumentException(
                    "--dim must be 1.." + model.encoder().dimension() + " for this encoder, got " + kept);
        CsvFile csv = CsvFile.read(data);
        if (label == null) {
            List<String> texts = csv.texts(text);
            write(texts, model.embed(texts).truncate(kept).normalize(), List.of());
        } else {
            TextDataset labelled = csv.dataset(text, label);
            write(labelled.texts(), model.embed(labelled).truncate(kept).normalize(), labelled.classes());
        }
        return 0;
    }

    private void write(List<String> texts, Embeddings embeddings, List<String> classes) throws IOException {
        if (isArrow()) ArrowFile.write(out, new EmbeddedTexts(texts, embeddings), classes);
        else Npy.write(out, embeddings);
        System.out.println(embeddings.rows() + " x " + embeddings.dimension() + " embeddings written to " + out);
    }

    private boolean isArrow() {
        return out.toString().endsWith(".arrow");
    }

    private void requireKnownForm() {
        if (!isArrow() && !out.toString().endsWith(".npy"))
            throw usage("--out must end in .npy or .arrow, which says what is written, got " + out);
        if (!isArrow() && label != null)
            throw usage("--label needs an --out that ends in .arrow: a .npy file holds numbers alone");
    }

    private ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
