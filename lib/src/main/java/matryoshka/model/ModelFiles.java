package matryoshka.model;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import matryoshka.EmbeddedTexts;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import matryoshka.Npy;
import matryoshka.data.CsvFile;
import matryoshka.data.CsvWriter;
import matryoshka.data.TextDataset;
import matryoshka.encoder.AtomicFolder;
import matryoshka.encoder.Encoder;
import matryoshka.encoder.EncoderLoader;
import matryoshka.encoder.ModelFolder;
import matryoshka.encoder.ModelFormatException;
import matryoshka.encoder.Parameters;
import matryoshka.encoder.Safetensors;
import matryoshka.engine.Engine;
import org.nd4j.linalg.api.ndarray.INDArray;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * A model's folder: {@code model.safetensors}, {@code config.json}, {@code run.json}, the encoder's own files, and the
 * database {@code database.npy} + {@code database.csv} (none for a model still in training), sealed by {@code
 * SHA256SUMS}.
 */
final class ModelFiles {
    private static final String WEIGHTS = "model.safetensors";
    private static final String CONFIG = "config.json";
    static final String RUN = "run.json";
    private static final String VECTORS = "database.npy";
    private static final String TEXTS = "database.csv";
    private static final int FORMAT = 1;
    private static final String REMEDY = "save the model again";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** What {@code config.json} says. */
    private record Saved(
            int format,
            String encoder,
            List<Integer> dims,
            Head head,
            List<Double> relativeImportance,
            long seed,
            List<String> classes) {
        Saved {
            if (encoder == null || dims == null || head == null || relativeImportance == null || classes == null)
                throw new IllegalArgumentException("encoder, dims, head, relativeImportance and classes are needed");
            dims = List.copyOf(dims);
            relativeImportance = List.copyOf(relativeImportance);
            classes = List.copyOf(classes);
        }

        static Saved of(MatryoshkaModel<?> model) {
            MatryoshkaConfig config = model.config();
            return new Saved(
                    FORMAT,
                    model.encoder().kind(),
                    config.dims().dims(),
                    config.head(),
                    config.relativeImportance(),
                    config.seed(),
                    config.classes());
        }

        MatryoshkaConfig config() {
            return new MatryoshkaConfig(new NestingDims(dims), classes, head, relativeImportance, seed);
        }
    }

    private ModelFiles() {}

    static void save(MatryoshkaModel<?> model, Path folder, RunRecord run, EmbeddedTexts database) throws IOException {
        save(model, folder, run, temporary -> {
            Npy.write(temporary.resolve(VECTORS), database.embeddings());
            CsvWriter.writeQuoted(
                    temporary.resolve(TEXTS), table(database, model.config().classes()));
        });
    }

    static void save(MatryoshkaModel<?> model, Path folder, RunRecord run, AtomicFolder.Filler more)
            throws IOException {
        ModelFolder.write(folder, temporary -> {
            Safetensors.write(temporary.resolve(WEIGHTS), model.parameters(), Map.of());
            Files.write(temporary.resolve(CONFIG), JSON.writeValueAsBytes(Saved.of(model)));
            model.encoder().saveConfig(temporary);
            run.write(temporary.resolve(RUN));
            more.fill(temporary);
        });
    }

    private static Table table(EmbeddedTexts database, List<String> classes) {
        for (int i = 0; i < database.texts().size(); i++)
            if (database.texts().get(i).isBlank())
                throw new IllegalArgumentException("text " + i + " of the database is empty: leave it out");
        Table table = Table.create("database", StringColumn.create(TextDataset.TEXT, database.texts()));
        if (classes.isEmpty()) return table; // of a model without a classifier
        return table.addColumns(StringColumn.create(
                TextDataset.LABEL,
                IntStream.range(0, database.texts().size())
                        .mapToObj(i -> classes.get(database.embeddings().label(i)))));
    }

    static <X> MatryoshkaModel<X> load(Path folder, Class<X> examples, Engine engine) throws IOException {
        ModelFolder.verify(folder);
        Saved saved = saved(folder);
        Parameters all = Safetensors.read(folder.resolve(WEIGHTS)).parameters();
        Encoder<?> encoder =
                wellFormed(folder, () -> EncoderLoader.of(saved.encoder()).load(folder, all));
        if (encoder.exampleType() != examples)
            throw new IllegalArgumentException("the model in " + folder + " takes "
                    + encoder.exampleType().getSimpleName() + ", not " + examples.getSimpleName());
        @SuppressWarnings("unchecked")
        Encoder<X> typed = (Encoder<X>) encoder;
        return wellFormed(
                folder, () -> new MatryoshkaModel<>(typed, saved.config(), heads(all, saved.config()), engine));
    }

    /** Something read from files that somebody may have written by hand. */
    private interface Reading<T> {
        T read() throws IOException;
    }

    private static <T> T wellFormed(Path file, Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (JacksonException e) {
            throw new ModelFormatException(file, "is not the JSON of a model (" + e.getOriginalMessage() + ")", REMEDY)
                    .initCause(e);
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException(file, "makes no model (" + e.getMessage() + ")", REMEDY).initCause(e);
        }
    }

    private static Saved saved(Path folder) throws IOException {
        Path file = folder.resolve(CONFIG);
        Saved saved = wellFormed(file, () -> JSON.readValue(file.toFile(), Saved.class));
        if (saved == null) throw new ModelFormatException(file, "is empty", REMEDY);
        if (saved.format() != FORMAT)
            throw new ModelFormatException(
                    file, "has format " + saved.format() + ", this version reads " + FORMAT, "train the model anew");
        return saved;
    }

    private static Parameters heads(Parameters all, MatryoshkaConfig config) {
        Map<String, INDArray> heads = new LinkedHashMap<>();
        for (String name : HeadParameters.initial(config).names()) heads.put(name, all.get(name));
        return Parameters.of(heads);
    }

    /** The database saved with a model. */
    static EmbeddedTexts database(Path folder) throws IOException {
        ModelFolder.verify(folder);
        if (!Files.exists(folder.resolve(VECTORS)))
            throw new ModelFormatException(
                    folder, "holds no database of neighbours: its training is not finished", "go on with the training");
        Saved saved = saved(folder);
        Embeddings vectors = Npy.read(folder.resolve(VECTORS)).withTrainedDims(new NestingDims(saved.dims()));
        CsvFile csv = CsvFile.read(folder.resolve(TEXTS));
        if (saved.classes().isEmpty()) return new EmbeddedTexts(csv.texts(TextDataset.TEXT), vectors);
        TextDataset texts = csv.dataset(TextDataset.TEXT, TextDataset.LABEL).withClasses(saved.classes());
        return new EmbeddedTexts(texts.texts(), vectors.withLabels(texts.labels()));
    }
}
