package matryoshka.experiment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import matryoshka.NestingDims;
import matryoshka.data.Dataset;
import matryoshka.data.Split;
import matryoshka.encoder.Encoder;
import matryoshka.train.TrainOptions;

/**
 * A classification task on which methods are compared: data, encoder, dims, and how long to learn.
 *
 * @param pretrained whether the encoder is worth measuring untrained
 */
record Task<X, D extends Dataset<X>>(
        String name,
        String description,
        NestingDims dims,
        Source<Split<D>> data,
        EncoderSource<X> encoder,
        boolean pretrained,
        UnaryOperator<TrainOptions> options) {
    /** Reads something anew. */
    interface Source<T> {
        T load() throws IOException;
    }

    /** A fresh encoder; its first weights by the seed, unless they are given. */
    interface EncoderSource<X> {
        Encoder<X> load(long seed) throws IOException;
    }

    /** The measured methods that every task has, those that say most first. */
    List<String> methods() {
        List<String> methods = new ArrayList<>(List.of(Method.MRL, Method.PLAIN, Method.MRL_E));
        if (pretrained) methods.add(Method.OFF_THE_SHELF);
        methods.addAll(Method.fixedFeatures(dims));
        return methods;
    }
}
