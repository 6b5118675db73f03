package matryoshka.encoder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import matryoshka.NestingDims;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Turns a batch of examples into embeddings z [B, D], as a SameDiff graph. Models and trainers know an encoder only
 * by this: its {@link #parameters() parameters}, its {@link #build graph}, and how examples {@link #feed enter} it.
 */
public interface Encoder<X> {
    /** The full dimension D of the embeddings. */
    int dimension();

    /** The kind of example it takes. */
    Class<X> exampleType();

    /** Its trainable tensors; graphs built by {@link #build} share their arrays. */
    Parameters parameters();

    /** How many layers it has, one above the other; those below all, such as word embeddings, are layer 0. */
    int layers();

    /** The layer a parameter belongs to, 0..{@link #layers}. */
    int layer(String parameter);

    /**
     * Adds the encoder to {@code graph} and returns z [B, D]. Training graphs apply dropout by mask placeholders,
     * which the training feed fills.
     */
    SDVariable build(SameDiff graph, Mode mode);

    /** How many units (tokens, say) an example costs; batches of like lengths waste least. */
    int length(X example);

    /** The placeholders for a batch of examples; in training mode also dropout masks, drawn from {@code random}. */
    Map<String, INDArray> feed(List<X> examples, Mode mode, SplittableRandom random);

    /** The {@link EncoderLoader#kind} of loader that reads it back. */
    String kind();

    /** Writes into a model's folder what its loader needs besides the parameters: sizes, a tokenizer. */
    void saveConfig(Path folder) throws IOException;

    /**
     * Writes the trained encoder into an empty folder in a form that other people's tools read.
     *
     * @param dims whose prefixes of its embeddings are embeddings too
     * @return what its card says of it
     * @throws IllegalStateException if this kind of encoder has no such form
     */
    default ModelCard export(Path folder, NestingDims dims) throws IOException {
        throw new IllegalStateException("an encoder of kind \"" + kind()
                + "\" has no form that other tools read: save its model instead, and export embeddings as .npy");
    }

    /** Whether the graph trains (dropout) or infers. */
    enum Mode {
        TRAINING,
        INFERENCE
    }
}
