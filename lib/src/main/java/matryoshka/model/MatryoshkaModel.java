package matryoshka.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import matryoshka.EmbeddedTexts;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import matryoshka.data.Dataset;
import matryoshka.encoder.AtomicFolder;
import matryoshka.encoder.Encoder;
import matryoshka.encoder.ModelCard;
import matryoshka.encoder.Parameters;
import matryoshka.engine.Engine;
import matryoshka.engine.Program;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An encoder of examples {@code X} with classifier heads at the nesting dims. {@code Trainer} teaches it; it embeds,
 * classifies at every dim, and is saved to and loaded from a folder. Not for two threads at once.
 */
public final class MatryoshkaModel<X> {
    /** The run record in a model's folder. */
    public static final String RUN_FILE = ModelFiles.RUN;

    private static final int BATCH = 64;

    private final Encoder<X> encoder;
    private final MatryoshkaConfig config;
    private final Parameters heads;
    private final Parameters parameters;
    private final Engine engine;
    private Program embedder;
    private String embedding;

    MatryoshkaModel(Encoder<X> encoder, MatryoshkaConfig config, Parameters heads, Engine engine) {
        if (config.dims().full() > encoder.dimension())
            throw new IllegalArgumentException("nesting dims " + config.dims() + " go beyond the encoder's "
                    + encoder.dimension() + " dims: the largest must be " + encoder.dimension() + " or less");
        boolean oneDim = config.head() == Head.FIXED_FEATURE
                || config.head() == Head.NONE && config.dims().size() == 1;
        if (!oneDim && config.dims().full() != encoder.dimension())
            throw new IllegalArgumentException("the encoder's full dimension " + encoder.dimension()
                    + " must be among the nesting dims, got " + config.dims() + ": add it");
        this.encoder = encoder;
        this.config = config;
        this.heads = heads;
        parameters = encoder.parameters().merged(heads);
        this.engine = engine;
    }

    /** A model with fresh heads on {@code encoder}, whose weights it shares and will train; default engine. */
    public static <X> MatryoshkaModel<X> create(Encoder<X> encoder, MatryoshkaConfig config) {
        return create(encoder, config, Engine.defaults());
    }

    /** A model with fresh heads on {@code encoder} that runs on {@code engine}. */
    public static <X> MatryoshkaModel<X> create(Encoder<X> encoder, MatryoshkaConfig config, Engine engine) {
        return new MatryoshkaModel<>(encoder, config, HeadParameters.initial(config), engine);
    }

    public Encoder<X> encoder() {
        return encoder;
    }

    public MatryoshkaConfig config() {
        return config;
    }

    /** The dims worth evaluating at: those trained for; for a model of one dim, doubling from 8 up to it. */
    public NestingDims evaluationDims() {
        int full = config.dims().full();
        return config.dims().size() > 1 ? config.dims() : NestingDims.doubling(Math.min(8, full), full);
    }

    public Engine engine() {
        return engine;
    }

    /** All trainable tensors, the encoder's and the heads', shared: who changes them changes the model. */
    public Parameters parameters() {
        return parameters;
    }

    /** Whether a parameter of that name belongs to the heads. */
    public static boolean isHead(String parameter) {
        return parameter.startsWith(HeadParameters.PREFIX);
    }

    /** The heads as plain numbers, as they are now. */
    public NestedHeads heads() {
        return HeadParameters.numbers(config, heads);
    }

    /** The programs that teach this model {@code objective}, with the gradients of the {@code trained} parameters. */
    public TrainingPrograms programs(Objective<?> objective, Predicate<String> trained) {
        return new TrainingPrograms(this, heads, objective, trained);
    }

    /** The embeddings [N, D] of a dataset with its labels, in its order. */
    public Embeddings embed(Dataset<X> dataset) {
        List<X> examples =
                IntStream.range(0, dataset.size()).mapToObj(dataset::example).toList();
        return embed(examples).withLabels(dataset.labels());
    }

    /** The embeddings [N, D] of examples, in their order. */
    public Embeddings embed(List<X> examples) {
        return embed(examples, BATCH);
    }

    /** The same, {@code batch} examples at once. */
    public Embeddings embed(List<X> examples, int batch) {
        int dimension = encoder.dimension();
        float[] values = new float[Math.multiplyExact(examples.size(), dimension)];
        int[] lengths = examples.stream().mapToInt(encoder::length).toArray();
        for (int[] together : Batches.sorted(lengths, batch)) {
            float[] z =
                    embedBatch(Arrays.stream(together).mapToObj(examples::get).toList()); // [B, D]
            for (int i = 0; i < together.length; i++)
                System.arraycopy(z, i * dimension, values, together[i] * dimension, dimension);
        }
        return Embeddings.of(values, examples.size(), dimension).withTrainedDims(config.dims());
    }

    private float[] embedBatch(List<X> batch) {
        if (embedder == null) {
            SameDiff graph = Engine.newGraph();
            embedding = encoder.build(graph, Encoder.Mode.INFERENCE).name();
            embedder = engine.forward(graph, List.of(embedding));
        }
        INDArray z = embedder.run(encoder.feed(batch, Encoder.Mode.INFERENCE, null))
                .outputs()
                .get(embedding);
        return z.dup('c').data().asFloat();
    }

    /**
     * Writes the model's folder, whole or not at all: weights, configuration, run record, and the database its
     * neighbours come from.
     */
    public void save(Path folder, RunRecord run, EmbeddedTexts database) throws IOException {
        ModelFiles.save(this, folder, run, database);
    }

    /** Writes the folder of a model still in training: no database, but what {@code more} adds to go on with. */
    public void saveUnfinished(Path folder, RunRecord run, AtomicFolder.Filler more) throws IOException {
        ModelFiles.save(this, folder, run, more);
    }

    /**
     * Writes a folder that other people's tools read, whole or not at all: a text model for Python's
     * sentence-transformers and for ONNX Runtime. Accuracy is left open in its card.
     *
     * @throws IllegalStateException if the encoder has no such form
     * @throws matryoshka.encoder.ModelFormatException if something else stands there, or a saved model
     */
    public void export(Path folder) throws IOException {
        export(folder, ModelCard::withoutAccuracy);
    }

    /**
     * The same with a card that the caller completes: {@code card ->
     * card.withAccuracy("500 held-out texts", report.toTable())}.
     */
    public void export(Path folder, UnaryOperator<ModelCard> completed) throws IOException {
        ExportedFiles.write(this, heads, folder, completed);
    }

    /**
     * Reads a model saved by {@link #save} or {@link #saveUnfinished}, every file checked against its checksum.
     *
     * @param examples the kind of example its encoder must take
     * @throws matryoshka.encoder.ModelFormatException naming the file and what was expected of it
     */
    public static <X> MatryoshkaModel<X> load(Path folder, Class<X> examples) throws IOException {
        return load(folder, examples, Engine.defaults());
    }

    /** The same, to run on {@code engine}. */
    public static <X> MatryoshkaModel<X> load(Path folder, Class<X> examples, Engine engine) throws IOException {
        return ModelFiles.load(folder, examples, engine);
    }

    /** The texts and embeddings, with labels if there are classes, that were saved with the model in {@code folder}. */
    public static EmbeddedTexts loadDatabase(Path folder) throws IOException {
        return ModelFiles.database(folder);
    }
}
